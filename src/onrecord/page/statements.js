/* Part 2 of 4: the statements that officers sign, as `key: value` lines in a fixed order
 * (docs/spec/entry.md). A line in another place, twice, or of another shape is refused, so that
 * nothing can hide in what this page does not show.
 */

// Invisible and direction-changing characters can make a text show what it does not say.
const HIDDEN = "\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\u200b\\ufeff\\ud800-\\udfff";
const NOT_IN_TEXT = new RegExp(`[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f${HIDDEN}]`, "u");
const SPACE_AT_AN_END = /^[\s\u00a0]|[\s\u00a0]$/u;

class Lines {
  constructor(text, what) {
    must(text.endsWith("\n"), `${what} breaks off.`);
    must(!NOT_IN_TEXT.test(text), `${what} holds a character that cannot be seen.`);
    this.lines = text.slice(0, -1).split("\n");
    this.what = what;
    this.at = 0;
  }
  literal(line) {
    must(this.lines[this.at] === line, `${this.what} is malformed in line ${this.at + 1}.`);
    this.at += 1;
  }
  maybe(key) {
    const line = this.lines[this.at];
    if (line === undefined || !line.startsWith(key + ": ")) return null;
    const value = line.slice(key.length + 2);
    must(value !== "" && !SPACE_AT_AN_END.test(value), `${this.what} is malformed in line ${this.at + 1}.`);
    this.at += 1;
    return value;
  }
  take(key) {
    const value = this.maybe(key);
    must(value !== null, `${this.what} is malformed in line ${this.at + 1}.`);
    return value;
  }
  many(key) {
    const values = [];
    for (let value = this.maybe(key); value !== null; value = this.maybe(key)) values.push(value);
    return values;
  }
  end() {
    must(this.at === this.lines.length, `${this.what} is malformed in line ${this.at + 1}.`);
  }
}

function parseReference(text) {
  const match = /^([0-9]+) ([0-9a-f]{64})$/.exec(text);
  must(match, "A reference to another entry is malformed.");
  return { index: decimal(match[1], "A reference to another entry"), leaf: match[2] };
}

const parseLink = (text) => (text === null ? null : parseReference(text));
const parseOptional = (text) => (text === "none" ? null : parseReference(text));

const FORMATS = {
  "on-record/communication/v1": parseCommunication,
  "on-record/parties/v1": parseParties,
  "on-record/officer-root/v1": parseRoot,
  "on-record/freeze/v1": parseFreeze,
};

async function parseStatement(text) {
  const first = text.slice(0, text.indexOf("\n"));
  must(
    Object.hasOwn(FORMATS, first),
    "The receipt is for a kind of entry that this page does not know.",
    "A newer version of this page, or of the onrecord command, may know it.",
  );
  return FORMATS[first](text);
}

// ---------------------------------------------------------------- communications

/* What a union may only say with the officers' threshold for decisions: the domain's list, and
 * whatever else calls or ends a stoppage. */
const DECISION =
  /^(?:strike-.*|lockout-.*|agreement-reached|board-decision|vote-counted|return-to-work|contract-extension)$/;
const LINKS = ["corrects", "supersedes", "withdraws", "replies-to", "fulfils", "translates"];
const CERTAINTIES = ["minor", "disputed", "unverified"];
const MOMENT = /^[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2})?$/;

function parseCommunication(text) {
  const what = "The communication";
  must(!NOT_IN_TEXT.test(text), `${what} holds a character that cannot be seen.`);
  // The header ends with its body line; only the words themselves come after an empty line.
  const body = text.indexOf("\n\n");
  const lines = new Lines(body < 0 ? text : text.slice(0, body + 1), what);
  lines.literal("on-record/communication/v1");
  const said = { format: "communication", record: lines.take("record"), id: lines.take("id") };
  const own = lines.maybe("own");
  said.own = own !== null;
  said.by = (said.own ? own : lines.take("entered")).split(", ");
  said.class = lines.take("class");
  must(["public", "members"].includes(said.class), `${what} is for a class this page does not know.`);
  for (const key of ["speaker", "role"]) said[key] = lines.maybe(key);
  said.to = lines.take("to").split(", ");
  said.channel = lines.take("channel");
  said.outlet = lines.maybe("outlet");
  said.source = said.own ? null : lines.take("source");
  said.certainty = said.own ? null : lines.maybe("certainty");
  must([null, ...CERTAINTIES].includes(said.certainty), `${what} has an unknown certainty.`);
  for (const key of ["made", "zone", "language"]) said[key] = lines.take(key);
  must(MOMENT.test(said.made), `${what} has a malformed date.`);
  said.title = lines.maybe("title");
  said.series = said.own ? lines.take("series") : null;
  said.previous = said.own ? parseOptional(lines.take("previous")) : null;
  parseStanding(said, lines);
  for (const key of LINKS) said[key] = parseLink(lines.maybe(key));
  said.attachments = lines.many("attachment");
  said.acts = parseActs(lines);
  said.body = lines.take("body");
  lines.end();
  said.words = parseWords(said, body < 0 ? null : text.slice(body + 2), what);
  said.kind = thresholdKind(said);
  return said;
}

function parseStanding(statement, lines) {
  statement.root = decimal(lines.take("root"), "The version of the officer root");
  statement.after = parseOptional(lines.take("after")); // a size and a root hash, spelled alike
}

// Which fields an act of each type has, some of them nested, is for the record's own software to
// judge; here they are shown as they stand.
function parseActs(lines) {
  const acts = [];
  for (let type = lines.maybe("act"); type !== null; type = lines.maybe("act")) {
    const fields = [];
    for (let line = lines.lines[lines.at]; line?.startsWith(" "); line = lines.lines[lines.at]) {
      const key = /^ +[a-z][a-z-]*(?=: )/.exec(line);
      must(key, "The communication has a malformed act.");
      fields.push([key[0].trim(), lines.take(key[0])]);
    }
    acts.push({ type, fields });
  }
  return acts;
}

function parseWords(said, words, what) {
  const kind = said.body.split(" ")[0];
  if (said.class === "members") {
    const open = [said.speaker, said.role, said.outlet, said.title].some((part) => part !== null);
    const hidden = /^members [0-9a-f]{64} [1-9][0-9]*$/.test(said.body) && words === null;
    const bare = said.attachments.length === 0 && said.acts.length === 0;
    must(hidden && bare && !open, `${what} is for members and yet shows parts of itself.`);
    return null;
  }
  if (kind === "text") {
    const shaped = said.body === "text" && words !== null && words.endsWith("\n");
    must(shaped && words.trim() !== "", `${what} has no words where it should have some.`);
    return words;
  }
  const shaped = said.body === "none" || /^digest [0-9a-f]{64} [1-9][0-9]*$/.test(said.body);
  must(shaped && words === null, `${what} has a malformed body.`);
  return null;
}

// The acts of a members' communication are hidden, so it needs what any own words need.
function thresholdKind(said) {
  if (!said.own) return "entered";
  return said.acts.some((act) => DECISION.test(act.type)) ? "decision" : "own";
}

// ---------------------------------------------------------------- parties and freezes

function parseParties(text) {
  const lines = new Lines(text, "The list of parties");
  lines.literal("on-record/parties/v1");
  const statement = { format: "parties", kind: "parties", record: lines.take("record"), parties: [] };
  parseStanding(statement, lines);
  for (let id = lines.maybe("party"); id !== null; id = lines.maybe("party")) {
    const party = { id, name: lines.take(" name"), role: lines.take(" role") };
    statement.parties.push({ ...party, also: lines.many(" also") });
  }
  lines.end();
  return statement;
}

function parseFreeze(text) {
  const lines = new Lines(text, "The freeze");
  lines.literal("on-record/freeze/v1");
  const statement = { format: "freeze", kind: "freeze", record: lines.take("record") };
  parseStanding(statement, lines);
  statement.reason = lines.take("reason");
  lines.end();
  return statement;
}

// ---------------------------------------------------------------- the officer root, docs/spec/officer-root.md

const KINDS = ["own", "entered", "decision", "parties", "root"];
const OFFICER_KEYS = [0x01, 0xff];

async function parseRoot(text) {
  const lines = new Lines(text, "The officer root");
  lines.literal("on-record/officer-root/v1");
  const root = { format: "officer-root", kind: "root" };
  for (const key of ["record", "owner", "zone"]) root[key] = lines.take(key);
  root.version = decimal(lines.take("version"), "The version of the officer root");
  root.previous = parseOptional(lines.take("previous"));
  root.after = parseOptional(lines.take("after"));
  root.officers = await parsePeople(lines, "officer", root.record);
  root.trustees = await parsePeople(lines, "trustee", root.record);
  root.thresholds = parseThresholds(lines, root);
  root.compromised = [];
  for (const line of lines.many("compromised")) root.compromised.push(await parseCompromised(line));
  root.log = await parseKey(lines.take("log"), [0x01]);
  must(root.log.name === root.record, "The officer root names a log key of another record.");
  root.witnesses = [];
  for (const line of lines.many("witness")) root.witnesses.push(await parseWitness(line));
  root.groups = lines.many("group").map((line) => line.split(" "));
  root.quorum = lines.take("quorum");
  lines.end();
  checkDistinct(root);
  checkPolicy(root);
  return root;
}

async function parsePeople(lines, role, record) {
  const people = [];
  for (let id = lines.maybe(role); id !== null; id = lines.maybe(role)) {
    const keys = [];
    for (const line of lines.many(" key")) keys.push(await parseKey(line, OFFICER_KEYS));
    const named = keys.length > 0 && keys.every((key) => key.name === `${record}/${role}/${id}`);
    must(/^[a-z0-9][a-z0-9-]*$/.test(id) && named, `The officer root gives ${id} a key of another name.`);
    people.push({ id, keys });
  }
  return people;
}

function parseThresholds(lines, root) {
  const thresholds = {};
  for (const kind of root.trustees.length ? [...KINDS, "recovery"] : KINDS) {
    const [name, count, ...more] = lines.take("threshold").split(" ");
    const people = kind === "recovery" ? root.trustees : root.officers;
    const needed = decimal(count ?? "", "A threshold of the officer root");
    const sound = name === kind && more.length === 0 && needed >= 1 && needed <= people.length;
    must(sound, "The officer root has a threshold that cannot be.");
    thresholds[kind] = needed;
  }
  // With every officer needed for a new root, one lost key would end the record.
  const alone = root.officers.length < 2 || thresholds.root < root.officers.length;
  must(alone, "The officer root needs every officer to replace it.");
  return thresholds;
}

async function parseCompromised(line) {
  const [key, since, ...rest] = line.split(" since ");
  must(since !== undefined && rest.length === 0, "The officer root is malformed.");
  return { key: await parseKey(key, OFFICER_KEYS), since: decimal(since, "An index in the officer root") };
}

async function parseWitness(line) {
  const [name, key, , ...rest] = line.split(" ");
  must(key !== undefined && rest.length === 0, "The officer root names a malformed witness.");
  return { name, key: await parseKey(key, [0x04]) };
}

/* One key must not count as two people, in whatever disguise: an Ed25519 key and an SSH key can be
 * the same 32 bytes. */
function checkDistinct(root) {
  const everyone = [...root.officers, ...root.trustees];
  const raws = everyone.flatMap((person) => person.keys.map((key) => hex(key.raw)));
  must(new Set(raws).size === raws.length, "The officer root gives one key to two people.");
  for (const people of [root.officers, root.trustees]) {
    const ids = people.map((person) => person.id);
    must(new Set(ids).size === ids.length, "The officer root names one person twice.");
  }
  const witnesses = root.witnesses.map((one) => hex(one.key.raw));
  must(new Set(witnesses).size === witnesses.length, "The officer root names one witness twice.");
}

/* C2SP tlog-policy: a group's members stand before it and belong to no other group, so no witness
 * counts twice and nothing goes in a circle. */
function checkPolicy(root) {
  const known = new Set(root.witnesses.map((one) => one.name));
  must(known.size === root.witnesses.length, "The officer root names one witness twice.");
  const used = new Set();
  for (const [name, rule, ...members] of root.groups) {
    must(!known.has(name) && members.length > 0, "The officer root has a malformed group of witnesses.");
    for (const member of members) {
      must(known.has(member) && !used.has(member), "The officer root has a malformed group of witnesses.");
      used.add(member);
    }
    const count = groupCount(rule, members);
    must(count >= 1 && count <= members.length, "The officer root has a malformed group of witnesses.");
    known.add(name);
  }
  must(known.has(root.quorum), "The officer root asks for witnesses that it does not name.");
}

function groupCount(rule, members) {
  if (rule === "any") return 1;
  return rule === "all" ? members.length : decimal(rule, "A group of witnesses");
}

/* Whether these witnesses, by their names, are enough. */
function quorumMet(root, names) {
  const met = new Set(names);
  for (const [name, rule, ...members] of root.groups) {
    const present = members.filter((member) => met.has(member)).length;
    if (present >= groupCount(rule, members)) met.add(name);
  }
  return met.has(root.quorum);
}
