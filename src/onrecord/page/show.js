/* Part 4 of 4: the page. Whatever a receipt says reaches the page as text and never as markup, and
 * nothing ever leaves it: the policy in the head of this file forbids every connection.
 */

const MONTHS =
  "January February March April May June July August September October November December".split(" ");

// ---------------------------------------------------------------- words for a person

function day(made) {
  const [year, month, date] = made.slice(0, 10).split("-").map(Number);
  return `${date} ${MONTHS[month - 1] ?? "?"} ${year}`;
}

/* The clock where it was said, with its zone: never silently turned into the reader's own. Where the
 * zone's clock showed another time then, the offset stands beside it instead. */
function moment(made, zone) {
  if (!made.includes("T")) return day(made);
  const place = clockIn(zone, made) === made.slice(0, 16) ? zone : `UTC${made.slice(19)}`;
  return `${day(made)}, ${made.slice(11, 16)} (${place})`;
}

// "2031-04-10T10:00" in the zone; null if this browser does not know it.
function clockIn(zone, made) {
  const shape = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  try {
    const format = new Intl.DateTimeFormat("en-GB", { ...shape, hourCycle: "h23", timeZone: zone });
    const part = Object.fromEntries(format.formatToParts(new Date(made)).map(({ type, value }) => [type, value]));
    return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
  } catch {
    return null;
  }
}

function instant(seconds) {
  const text = new Date(seconds * 1000).toISOString();
  return `${day(text)}, ${text.slice(11, 16)} UTC`;
}

function age(seconds) {
  if (seconds < -300) return "ahead of this device's clock";
  for (const [unit, length] of [["days", 86400], ["hours", 3600], ["minutes", 60]]) {
    if (seconds >= 2 * length) return `${Math.floor(seconds / length)} ${unit} ago`;
  }
  return "just now";
}

function list(words) {
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");
}

const name = (result) => `${result.owner} ${result.index}`; // the number that people say aloud

function byWhom({ by, speaker, role }) {
  const person = [speaker, role].filter((part) => part !== null).join(", ");
  return person ? `${list(by)} (${person})` : list(by);
}

// ---------------------------------------------------------------- the verdict's first line

/* One word and one shape for each, so that colour is never the only sign. */
const VERDICTS = {
  exact: { word: "On the record", shape: "M4 13l5 5L20 6" },
  "members-only": { word: "For members", shape: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" },
  superseded: { word: "Superseded", shape: "M4 8h13l-4-4M20 16H7l4 4" },
  corrected: { word: "Corrected", shape: "M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4" },
  withdrawn: { word: "Withdrawn", shape: "M5 5l14 14M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18" },
  disputed: { word: "Disputed", shape: "M9 5l-5 7 5 7M15 5l5 7-5 7" },
  "cannot-tell": { word: "We cannot tell", shape: "M8 8.5a4 4 0 1 1 6 3.5c-1.5.9-2 1.6-2 3.2M12 19.2v.3" },
};

const REPLACED_WORDS = { superseded: "replaced", corrected: "corrected", withdrawn: "withdrawn" };

function firstLine(result) {
  const { word, statement } = result;
  if (word === "cannot-tell") return `We cannot tell. ${result.reason}`;
  if (word === "disputed") {
    return `Disputed. It rests on a key of ${list(result.approval.disputed)} that others may have used.`;
  }
  if (word === "members-only") {
    return `A members' communication of ${day(statement.made)} exists. Bring your copy to the union's site to compare.`;
  }
  if (word === "exact") return "Word for word on the record.";
  const then = day(result.replacedBy.statement.made);
  return `Said on ${day(statement.made)}; ${REPLACED_WORDS[word]} on ${then}.`;
}

/* What stands below the words of the communication: who signed, who saw it, and what is not known. */
function grounds(result, now) {
  const { approval, witnesses, checkpoint } = result;
  const officers = `Signed by ${list(approval.officers)}: ${approval.officers.length} of ${approval.of} ${approval.of === 1 ? "officer" : "officers"}; ${approval.needed} had to.`;
  const { oldest, newest, names } = witnesses;
  const when = oldest === newest ? instant(newest) : `between ${instant(oldest)} and ${instant(newest)}`;
  const witnessed = `Witnessed by ${list(names)}, ${when}, ${age(now - newest)}.`;
  const local = "The only witness is the union's own machine; no outsider has confirmed this record.";
  const limit =
    "A receipt alone cannot show whether a later entry corrects, replaces or withdraws this. " +
    `This one speaks as of ${instant(newest)}, when the record had ${checkpoint.size} entries. ` +
    "To bring it up to date, drop a newer receipt here.";
  return { officers, witnessed, local: witnesses.onlyLocal ? local : null, limit };
}

// ---------------------------------------------------------------- building the page

/* The only way anything enters the page: textContent. */
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function shape(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function card(result, now) {
  const article = make("article", `card ${result.word}`);
  const word = make("p", "word");
  word.append(shape(VERDICTS[result.word].shape));
  // Where the first line begins with the word itself, once is enough.
  if (!firstLine(result).startsWith(VERDICTS[result.word].word)) {
    word.append(make("span", "", VERDICTS[result.word].word));
  }
  const heading = make("h2", "verdict", firstLine(result));
  heading.tabIndex = -1; // so that focus can be brought here
  article.append(word, heading);
  if (result.word === "cannot-tell") article.append(make("p", "help", result.help));
  else article.append(...proven(result, now));
  article.append(checks(result));
  return article;
}

function proven(result, now) {
  const { statement } = result;
  const parts = statement.format === "communication" ? said(result) : [parties(statement)];
  const { officers, witnessed, local, limit } = grounds(result, now);
  const strip = make("div", "strip");
  strip.append(make("p", "number", name(result)), make("p", "", officers), make("p", "", witnessed));
  if (local) strip.append(make("p", "caution", local));
  parts.push(strip, make("p", "limit", limit));
  return parts;
}

function said(result) {
  const { statement } = result;
  const parts = [about(statement)];
  if (result.replacedBy) parts.push(make("p", "note", replacedNote(result)));
  if (statement.title) parts.push(make("h3", "title", statement.title));
  if (statement.words !== null) {
    const words = make("blockquote", "words", statement.words.replace(/\n$/, ""));
    words.lang = statement.language;
    words.dir = "auto";
    parts.push(words);
  } else {
    parts.push(make("p", "note", withoutWords(statement)));
  }
  const more = facts(statement, result.owner);
  if (more.childElementCount > 0) parts.push(more);
  return parts;
}

const CERTAINTY_WORDS = {
  minor: "One minor source.",
  disputed: "Sources differ.",
  unverified: "No source that could be checked.",
};

function about(statement) {
  const rows = make("dl", "about");
  const from = statement.own ? byWhom(statement) : `${byWhom(statement)}; ${statement.source}`;
  const channel = [statement.channel, statement.outlet].filter((part) => part !== null).join(", ");
  row(rows, statement.own ? "From" : "Entered: said by", from);
  row(rows, "To", list(statement.to));
  row(rows, "When", moment(statement.made, statement.zone));
  row(rows, "How", channel);
  if (statement.certainty) row(rows, "How sure", CERTAINTY_WORDS[statement.certainty]);
  return rows;
}

function row(rows, label, value, className) {
  rows.append(make("dt", "", label), make("dd", className, value));
}

function replacedNote(result) {
  const verb = REPLACED_WORDS[result.word];
  return `It was ${verb} by ${name(result.replacedBy)}, of ${day(result.replacedBy.statement.made)}, whose receipt you also gave.`;
}

function withoutWords(statement) {
  if (statement.class === "members") return "This receipt tells nothing of its words; only members hold them.";
  if (statement.body === "none") return "No text of it is recorded.";
  return "Its text is long and is kept beside the record; the receipt holds its digest, below.";
}

const LINK_WORDS = {
  corrects: "Corrects",
  supersedes: "Replaces",
  withdraws: "Withdraws",
  "replies-to": "Replies to",
  fulfils: "Fulfils a promise of",
  translates: "Translates",
};

function facts(statement, owner) {
  const rows = make("dl", "facts");
  for (const link of LINKS) {
    if (statement[link]) row(rows, LINK_WORDS[link], `${owner} ${statement[link].index}`);
  }
  for (const act of statement.acts) {
    const detail = act.fields.map(([key, value]) => `${key}: ${value}`).join("; ");
    row(rows, act.type[0].toUpperCase() + act.type.slice(1).replaceAll("-", " "), detail);
  }
  for (const line of statement.attachments) {
    const [digest, size, type, ...file] = line.split(" ");
    row(rows, "Attached", `${file.join(" ")} (${type}, ${size} bytes), SHA-256 ${digest}`);
  }
  if (statement.body.startsWith("digest ")) row(rows, "SHA-256", statement.body.slice(7), "code");
  if (statement.series) row(rows, "Series", statement.series.replace(/ (?=[0-9]+$)/, ", number "));
  return rows;
}

function parties(statement) {
  const rows = make("dl", "facts");
  for (const party of statement.parties) row(rows, party.id, `${party.name} (${party.role})`);
  return rows;
}

/* What was checked, step by step, for whoever wants to know or must ask somebody. */
function checks(result) {
  const details = make("details", "checks");
  details.append(make("summary", "", "Check this yourself"));
  const steps = make("ol", "");
  STEPS.forEach((step, i) => {
    const state = i < result.step ? "Yes." : i === result.step ? "Stopped here." : "Not reached.";
    const item = make("li", i < result.step ? "done" : "open", step + " ");
    item.append(make("strong", "", state));
    steps.append(item);
  });
  details.append(steps);
  if (result.word !== "cannot-tell") details.append(numbers(result));
  details.append(make("p", "small", "The same, with another program: onrecord verify FILE"));
  return details;
}

function numbers(result) {
  const rows = make("dl", "facts");
  row(rows, "Record", pin.origin, "code");
  row(rows, "Entry", String(result.index), "code");
  row(rows, "Leaf hash", result.leaf, "code");
  row(rows, "Checkpoint", `${result.checkpoint.size} ${hex(result.checkpoint.root)}`, "code");
  row(rows, "Officer root", `version ${result.approval.version}; the newest in this receipt is ${result.chain.roots.length}`);
  return rows;
}

// ---------------------------------------------------------------- the record card

let pin = null;
const at = (id) => document.getElementById(id);
const meta = (key) => document.querySelector(`meta[name="${key}"]`)?.content ?? "";

// A person types this from a printed card: groups and capitals are theirs to choose.
function readPin(origin, leaf) {
  const tidy = { origin: origin.trim(), leaf: leaf.replace(/\s/g, "").toLowerCase() };
  return KEY_NAME.test(tidy.origin) && /^[0-9a-f]{64}$/.test(tidy.leaf) ? tidy : null;
}

// The pin file of a record: three lines (docs/spec/receipt.md).
function readPinFile(text) {
  const lines = text.split("\n");
  return lines[0] === "on-record/pin/v1" && lines.length === 4 ? readPin(lines[1], lines[2]) : null;
}

function usePin(found) {
  pin = found;
  at("origin").value = found.origin;
  at("leaf").value = found.leaf.match(/.{8}/g).join(" ");
  at("pinned-name").textContent = found.origin;
  at("pinned-leaf").textContent = found.leaf.match(/.{8}/g).join(" ");
  at("pinned").hidden = false;
  at("card-form").hidden = true;
  at("card-problem").textContent = "";
}

function submitPin(event) {
  event.preventDefault();
  const found = readPin(at("origin").value, at("leaf").value);
  if (found) {
    const changed = pin === null || pin.origin !== found.origin || pin.leaf !== found.leaf;
    usePin(found);
    if (changed) forget();
    at("paste").focus();
    return;
  }
  const named = KEY_NAME.test(at("origin").value.trim());
  at("card-problem").textContent = named
    ? "The number is 64 characters long: digits and the letters a to f."
    : "Write the record's name as it stands on the card, such as lwg.example/record.";
  at(named ? "leaf" : "origin").focus();
}

function changePin() {
  at("pinned").hidden = true;
  at("card-form").hidden = false;
  at("origin").focus();
}

// ---------------------------------------------------------------- what was dropped, in order

let held = []; // every sound receipt so far, newest first
let problems = []; // the last receipt, if it was not sound
let queue = Promise.resolve(); // one at a time, in the order they came

function forget() {
  [held, problems] = [[], []];
  draw();
}

function take(bytes) {
  queue = queue.then(() => consider(bytes));
  return queue;
}

async function consider(bytes) {
  const text = bytes.length < 1024 ? new TextDecoder().decode(bytes) : "";
  const card = readPinFile(text);
  if (card) {
    forget();
    usePin(card);
    return;
  }
  if (pin === null) {
    changePin();
    const reason = "This page does not know the record's card yet.";
    show({ word: "cannot-tell", reason, help: "Fill in the record card first; nothing can be checked without it.", step: 0 });
    return;
  }
  show(await verifyReceipt(bytes, pin), bytes);
}

async function show(result) {
  problems = [];
  if (result.word === "cannot-tell") problems = [result];
  else if (held.some((one) => conflict(one, result))) problems = [twoHistories()];
  else held = [result, ...held.filter((one) => one.index !== result.index)];
  draw();
  await relate();
  draw();
  // What this receipt did to another comes before what it is itself.
  const news = held.find((one) => one.replacedBy === result) ?? problems[0] ?? result;
  const article = at("verdicts").children[order().indexOf(news)];
  article.querySelector(".verdict").focus({ preventScroll: true });
  article.scrollIntoView({ block: "start" });
}

const CHANGED = ["withdrawn", "superseded", "corrected", "disputed"];

// What could not be told stands first because it is the newest; then what has changed, then the rest.
function order() {
  const changed = held.filter((one) => CHANGED.includes(one.word));
  return [...problems, ...changed, ...held.filter((one) => !changed.includes(one))];
}

const twoHistories = () => ({
  word: "cannot-tell",
  reason: "These receipts show two different histories of one record.",
  help: "Keep both files: together they prove it. Show them to the union and to another union or a lawyer.",
  step: STEPS.length,
});

/* Each receipt in the light of the others: replaced by a later entry, or resting on a key that a
 * later officer root declares stolen. */
async function relate() {
  const newest = held.reduce((a, b) => (a && a.chain.roots.length >= b.chain.roots.length ? a : b), null);
  for (const one of held) {
    one.approval.disputed = await rejudge(one, newest);
    one.word = wordFor(one.statement, one.approval);
    one.replacedBy = null;
  }
  for (const one of held.filter((each) => each.word !== "disputed")) {
    const later = held
      .filter((other) => effectOf(other, one) !== null)
      .sort((a, b) => b.index - a.index)[0];
    if (later) [one.word, one.replacedBy] = [effectOf(later, one), later];
  }
}

function draw() {
  const now = Date.now() / 1000;
  at("verdicts").replaceChildren(...order().map((result) => card(result, now)));
  const some = held.length + problems.length > 0;
  document.body.classList.toggle("answered", some);
  at("ask").textContent = some ? "Check another receipt, or a newer one" : "Paste the receipt, or drop its file here";
  at("clear").hidden = !some;
}

// ---------------------------------------------------------------- ways in: drop, pick, paste

async function takeFiles(files) {
  for (const file of files) {
    // Looked at before it is read: a film dropped by mistake must not fill the memory.
    if (file.size > MAX_RECEIPT) take(new Uint8Array(MAX_RECEIPT + 1));
    else take(new Uint8Array(await file.arrayBuffer()));
  }
  await queue;
}

/* A text box cannot keep what a file ends with: exactly one line end is put back. Nothing else of
 * what was pasted is touched. */
function takePasted() {
  const text = at("paste").value.replace(/^\s+|\s+$/g, "");
  if (text === "") {
    at("paste").focus();
    return;
  }
  at("paste").value = "";
  take(encode(text + "\n"));
}

function listen() {
  at("card-form").addEventListener("submit", submitPin);
  at("card-change").addEventListener("click", changePin);
  at("pick").addEventListener("click", () => at("file").click());
  at("file").addEventListener("change", async () => {
    const files = [...at("file").files];
    at("file").value = ""; // so that the same file can be picked again
    await takeFiles(files);
  });
  at("check").addEventListener("click", takePasted);
  at("paste").addEventListener("paste", () => setTimeout(takePasted));
  at("clear").addEventListener("click", () => {
    forget();
    at("paste").focus();
  });
  for (const type of ["dragover", "dragenter"]) {
    addEventListener(type, (event) => {
      event.preventDefault(); // or the browser would open the file instead
      at("drop").classList.add("over");
    });
  }
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) at("drop").classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    at("drop").classList.remove("over");
    if (event.dataTransfer.files.length > 0) takeFiles([...event.dataTransfer.files]);
    else if (event.dataTransfer.getData("text")) take(encode(event.dataTransfer.getData("text").trim() + "\n"));
  });
}

async function start() {
  listen();
  const found = readPin(meta("on-record-origin"), meta("on-record-leaf"));
  if (found) usePin(found);
  else at("card-form").hidden = false;
  if (!(await canCheck())) {
    const { reason, help } = noEd25519();
    problems = [{ word: "cannot-tell", reason, help, step: 0 }];
    draw();
  }
}

start();
