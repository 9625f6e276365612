/* Part 3 of 4: the verification, in the same numbered steps as `onrecord verify FILE`
 * (docs/spec/receipt.md). It takes the receipt's bytes and the pin, reads no clock and no page, and
 * either returns what was proven or throws CannotTell at the first step that fails.
 */

const STEPS = [
  "The receipt is well formed.",
  "The officers' keys follow, root by root, from the record card.",
  "The record's log signed the checkpoint.",
  "Enough witnesses saw that checkpoint.",
  "The communication is in that log.",
  "Enough officers signed it, with keys in force.",
];

/* -> {word, step, ...}: word is "exact", "members-only", "disputed" or "cannot-tell"; step is the
 * number of steps that were passed, 0 to 6. A good word is only ever set on the last line. */
async function verifyReceipt(bytes, pin) {
  const progress = { step: 0 };
  try {
    if (!(await canCheck())) throw noEd25519();
    return { ...(await verifySteps(bytes, pin, progress)), step: progress.step };
  } catch (error) {
    if (error instanceof CannotTell) {
      return { word: "cannot-tell", reason: error.reason, help: error.help, step: progress.step };
    }
    const reason = "This page met something that it was not made for.";
    console.error(error);
    return { word: "cannot-tell", reason, help: "Use: onrecord verify FILE", step: progress.step };
  }
}

const noEd25519 = () =>
  new CannotTell(
    "This browser cannot check Ed25519 signatures; use a newer one, or: onrecord verify FILE",
    "Firefox 129, Safari 17 and Chrome 137, and all later ones, can.",
  );

async function verifySteps(bytes, pin, progress) {
  // 1. The one canonical spelling, of the receipt and of what it carries.
  const receipt = parseReceipt(bytes);
  const entry = await readEntry(receipt.entry, receipt.proof.index);
  must(!isControl(entry), "This entry changes who may sign; it is no communication to verify.");
  const checkpoint = parseCheckpoint(receipt.checkpoint.text);
  progress.step = 1;

  // 2. From the pinned first root to the newest, each signed by the one before.
  must(entry.statement.record === pin.origin, "This is a receipt of another record than the record card's.", OTHER_CARD);
  const chain = await followChain(receipt.controls, pin, checkpoint);
  const newest = chain.roots.at(-1).root;
  progress.step = 2;

  // 3. The checkpoint is of this record and its log's key signed it.
  must(checkpoint.origin === pin.origin, "The checkpoint is of another record.");
  const logged = await signedBy(receipt.checkpoint, [newest.log], "The checkpoint");
  must(logged.length > 0, "The record's log did not sign this checkpoint.");
  progress.step = 3;

  // 4. A quorum, by the newest root's own rule: without it a log could show everybody another past.
  const witnesses = await findWitnesses(receipt.checkpoint, newest);
  progress.step = 4;

  // 5. The entry's own place in the tree.
  await checkInclusion(entry.leaf, receipt.proof, checkpoint);
  progress.step = 5;

  // 6. The officers, by the root in force at that place.
  const approval = await judge(entry, chain);
  progress.step = 6;

  // 7. The verdict.
  const facts = { entry, statement: entry.statement, index: entry.index, leaf: hex(entry.leaf) };
  const proof = { checkpoint, witnesses, approval, chain, owner: newest.owner };
  return { word: wordFor(entry.statement, approval), ...facts, ...proof };
}

const OTHER_CARD = "Check that the record card is the one of the union that this should be from.";

function wordFor(statement, approval) {
  if (approval.disputed.length > 0) return "disputed";
  return statement.class === "members" ? "members-only" : "exact";
}

const isControl = ({ statement }) => ["officer-root", "freeze"].includes(statement.format);

async function readEntry(bytes, index) {
  const note = parseNote(decode(bytes, "The entry"), "The entry");
  return { index, note, leaf: await leafHash(bytes), statement: await parseStatement(note.text) };
}

// C2SP tlog-checkpoint: three lines and no extension, since not every witness would sign one.
function parseCheckpoint(text) {
  const lines = text.split("\n");
  must(lines.length === 4 && lines[3] === "", "The checkpoint is malformed.");
  const size = decimal(lines[1], "The checkpoint's size");
  return { origin: lines[0], size, root: fromBase64(lines[2], "The checkpoint's root", 32) };
}

async function checkInclusion(leaf, proof, checkpoint) {
  const root = await rootFrom(leaf, proof, checkpoint.size);
  must(
    same(root, checkpoint.root),
    "The receipt's proof does not lead to the checkpoint: something in it was changed.",
  );
}

// ---------------------------------------------------------------- 2. the chain of roots

/* The index of the log is the clock for whose keys counted: -> {roots: [{index, leaf, root}],
 * freezes: [index]}, both in the order of the log. */
async function followChain(controls, pin, checkpoint) {
  must(controls.length > 0, "The receipt carries no officer root.");
  const chain = { roots: [], freezes: [] };
  for (const control of controls) {
    const entry = await readEntry(control.entry, control.proof.index);
    await checkInclusion(entry.leaf, control.proof, checkpoint);
    must(entry.statement.record === pin.origin, "An officer root is of another record.");
    checkAfter(entry.statement, entry.index);
    if (chain.roots.length === 0) await startChain(chain, entry, pin);
    else await advanceChain(chain, entry);
  }
  return chain;
}

async function startChain(chain, entry, pin) {
  const { statement: root, index, leaf, note } = entry;
  const pinned = index === 0 && hex(leaf) === pin.leaf && root.format === "officer-root";
  must(pinned, "The receipt's first officer root is not the one on the record card.", OTHER_CARD);
  must(root.version === 1 && root.previous === null, "The first officer root is not version 1.");
  must(root.compromised.length === 0, "The first officer root speaks of earlier keys.");
  await needPeople(note, root.officers, root.thresholds.root, "The first officer root");
  chain.roots.push({ index, leaf: hex(leaf), root });
}

async function advanceChain(chain, entry) {
  const { statement, index, leaf } = entry;
  const before = chain.roots.at(-1);
  must(index > Math.max(before.index, ...chain.freezes), "The officer roots are out of order.");
  if (statement.format === "freeze") {
    // One officer is enough: a freeze must be easier than a theft.
    must(statement.root === before.root.version, "A freeze names an officer root that is not in force.");
    must(!(chain.freezes.at(-1) > before.index), "The record was frozen twice.");
    await needPeople(entry.note, before.root.officers, 1, "The freeze");
    chain.freezes.push(index);
    return;
  }
  must(statement.format === "officer-root", "The receipt has another entry where an officer root should be.");
  checkStolen(statement, index, chain);
  await checkNextRoot(entry, before);
  chain.roots.push({ index, leaf: hex(leaf), root: statement });
}

/* The old officers hand over (or the trustees, when the officers cannot) AND the new ones accept:
 * so nobody is made an officer with a key that they do not hold. TUF section 5.3. */
async function checkNextRoot({ statement: root, note }, before) {
  const old = before.root;
  must(root.owner === old.owner, "An officer root names another owner.");
  must(root.version === old.version + 1, "A version of the officer root was left out.");
  const follows = root.previous?.index === before.index && root.previous.leaf === before.leaf;
  must(follows, "An officer root does not follow the one before it.");
  const handedOver = (await people(note, old.officers, "The officer root")).length >= old.thresholds.root;
  const recovery = old.thresholds.recovery ?? Infinity;
  const recovered = (await people(note, old.trustees, "The officer root")).length >= recovery;
  must(
    handedOver || recovered,
    `Officer root ${root.version} was not signed by enough of the officers before it.`,
  );
  await needPeople(note, root.officers, root.thresholds.root, `Officer root ${root.version}`);
}

// A key once declared stolen never comes back, and a theft is declared after it happened.
function checkStolen(root, index, chain) {
  const holders = [...root.officers, ...root.trustees].flatMap((person) => person.keys);
  const raws = holders.map((key) => hex(key.raw));
  const gone = [...chain.roots.map((one) => one.root), root].flatMap((one) => one.compromised);
  must(!gone.some((one) => raws.includes(hex(one.key.raw))), "An officer root names a key that was declared stolen.");
  must(root.compromised.every((one) => one.since < index), "An officer root declares a theft that is still to come.");
}

// Distinct persons, not keys: an officer with two keys still has one voice.
async function people(note, persons, what) {
  const keys = persons.flatMap((person) => person.keys);
  const texts = new Set((await signedBy(note, keys, what)).map(({ key }) => key.text));
  return persons.filter((person) => person.keys.some((key) => texts.has(key.text)));
}

async function needPeople(note, persons, needed, what) {
  const count = (await people(note, persons, what)).length;
  must(count >= needed, `${what} was signed by ${count} of the ${needed} people that it needs.`);
}

// ---------------------------------------------------------------- 4. the witnesses

async function findWitnesses(note, root) {
  const keys = root.witnesses.map((witness) => witness.key);
  const seen = new Map();
  for (const { key, line } of await signedBy(note, keys, "The checkpoint")) {
    const { name } = root.witnesses.find((witness) => witness.key === key);
    seen.set(name, cosignedAt(line.signature));
  }
  const names = [...seen.keys()];
  must(
    quorumMet(root, names),
    `Not enough witnesses have seen this yet: ${names.length} of those that this record asks for.`,
    "If it is new, ask for the receipt again in an hour.",
  );
  // A receipt is made from the policy, so a line by any other key is a change to it.
  must(
    note.signatures.length === 1 + seen.size,
    "The checkpoint carries a signature that the officer root does not name.",
  );
  return { names, newest: quorumTime(root, seen), oldest: Math.min(...seen.values()), onlyLocal: root.witnesses.every(({ name }) => name === "local") };
}

/* By when enough witnesses had seen it: one fast clock must not make an old receipt look fresh. */
function quorumTime(root, seen) {
  const fresh = [...seen].sort(([, a], [, b]) => b - a);
  const count = fresh.findIndex((_, at) => quorumMet(root, fresh.slice(0, at + 1).map(([name]) => name)));
  return fresh[count][1];
}

// ---------------------------------------------------------------- 6. the officers

/* -> {officers, needed, of, version, kind, disputed}: who signed, by the root in force. */
async function judge(entry, chain) {
  const { statement, index } = entry;
  const { root, index: since } = chain.roots.findLast((one) => one.index < index) ?? {};
  must(root, "The receipt is for a place before the first officer root.");
  const frozen = chain.freezes.find((at) => since < at && at < index);
  must(
    frozen === undefined,
    `The record was frozen by an officer at entry ${frozen}, and this was added while it was.`,
    "Ask the union what happened. What is added during a freeze is not its official word.",
  );
  checkStatement(statement, root, index);
  const signers = await people(entry.note, root.officers, "The communication");
  const [needed, of] = [root.thresholds[statement.kind], root.officers.length];
  must(
    signers.length >= needed,
    `Only ${signers.length} of the ${needed} officers that this needs have signed it.`,
    "It is not the union's official word unless enough officers sign it. Ask the union.",
  );
  const untainted = await withoutCompromised(entry, root, chain);
  const disputed = untainted.length >= needed ? [] : signers.filter((one) => !untainted.includes(one));
  const ids = (persons) => persons.map((person) => person.id);
  return { kind: statement.kind, officers: ids(signers), needed, of, version: root.version, disputed: ids(disputed) };
}

function checkStatement(statement, root, index) {
  must(
    statement.root === root.version,
    `It was signed under officer root ${statement.root}, and ${root.version} was in force.`,
  );
  checkAfter(statement, index);
  if (statement.format !== "communication") return;
  const owners = !statement.own || (statement.by.length === 1 && statement.by[0] === root.owner);
  must(owners, `It is given as the word of ${statement.by.join(", ")}; own words are ${root.owner}'s.`);
  const borrowed = !statement.own && statement.by.includes(root.owner);
  must(!borrowed, `It is entered, and words of ${root.owner} are signed as its own.`);
  const later = LINKS.some((link) => statement[link]?.index >= index);
  must(!later, "It refers to an entry that came after it.");
}

// Statements name the newest checkpoint that their signers had seen: the lower bound of their time.
function checkAfter(statement, index) {
  must((statement.after?.index ?? 0) <= index, "An entry claims to follow entries that came after it.");
}

/* A later root may declare a key stolen since an index. What needed that key from there on is
 * disputed: never deleted, never called ours. */
async function withoutCompromised({ note, index }, root, chain) {
  const stolen = chain.roots
    .filter((later) => later.index > index)
    .flatMap((later) => later.root.compromised)
    .filter((one) => one.since <= index)
    .map((one) => hex(one.key.raw));
  const sound = root.officers.map(({ id, keys }) => ({ id, keys: keys.filter((key) => !stolen.includes(hex(key.raw))) }));
  const ids = (await people(note, sound, "The communication")).map((person) => person.id);
  return root.officers.filter((person) => ids.includes(person.id));
}

// ---------------------------------------------------------------- two receipts together

const REPLACED = { withdraws: "withdrawn", supersedes: "superseded", corrects: "corrected" };

/* What the later of two receipts does to the earlier: "withdrawn", "superseded", "corrected" or
 * null. The owner's word may replace any communication; an entered one only its own party's. */
function effectOf(later, earlier) {
  if (later.word === "disputed" || later.statement.format !== "communication") return null;
  if (earlier.statement.format !== "communication" || later.index <= earlier.index) return null;
  const sameParty = later.statement.by.join() === earlier.statement.by.join();
  const mayReplace = later.statement.own || (!earlier.statement.own && sameParty);
  const hits = (link) => {
    const to = later.statement[link];
    return to !== null && to.index === earlier.index && to.leaf === earlier.leaf;
  };
  const link = Object.keys(REPLACED).find(hits);
  return link !== undefined && mayReplace ? REPLACED[link] : null;
}

/* Whether two receipts, each sound alone, cannot both be of one log: the proof that somebody was
 * shown another past. */
function conflict(a, b) {
  const roots = (one) => one.chain.roots.map(({ index, leaf }) => [index, leaf]);
  const places = new Map([...roots(a), [a.index, a.leaf]]);
  const clash = [...roots(b), [b.index, b.leaf]].some(
    ([index, leaf]) => places.has(index) && places.get(index) !== leaf,
  );
  const [x, y] = [a.checkpoint, b.checkpoint];
  return clash || (x.size === y.size && !same(x.root, y.root));
}

/* Judge an earlier receipt again by a later one's roots, which may declare a key stolen. */
async function rejudge(earlier, later) {
  const { disputed } = await judge(earlier.entry, later.chain);
  return disputed;
}
