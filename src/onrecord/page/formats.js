/* Part 1 of 4: the formats.
 *
 * Every reader takes the one canonical spelling of its format and nothing else, because a format
 * with two spellings lets two people see two things (docs/spec/receipt.md). A reader that meets
 * anything else throws CannotTell: its reason is a sentence for a person, its help says what to do
 * next. Nothing here touches the page; all hashing and signature checking is the browser's own
 * WebCrypto.
 */
"use strict";

const MAX_RECEIPT = 1 << 20; // bytes; a receipt after a hundred changes of officers is under 200 kB
const MAX_HASHES = 63; // no tree below 2**63 leaves has a longer path
const MAX_SIGNATURES = 64; // C2SP signed-note: at least 16; the cap keeps hostile notes cheap

const ASK_AGAIN = "Ask whoever sent it for the receipt file itself, unopened and unedited.";

class CannotTell extends Error {
  constructor(reason, help = ASK_AGAIN) {
    super(reason);
    this.reason = reason;
    this.help = help;
  }
}

function must(condition, reason, help) {
  if (!condition) throw new CannotTell(reason, help);
}

// ---------------------------------------------------------------- bytes

const encode = (text) => new TextEncoder().encode(text);

function decode(bytes, what) {
  try {
    // fatal: replacement characters would let different bytes look alike.
    // ignoreBOM: a byte order mark must be seen, so that it can be refused.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CannotTell(`${what} is not text in UTF-8.`);
  }
}

function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function toBase64(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

// RFC 4648 section 4. atob forgives white space and stray bits; writing it again finds both out.
function fromBase64(text, what, size) {
  let bytes;
  try {
    bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    throw new CannotTell(`${what} is not base64.`);
  }
  must(toBase64(bytes) === text, `${what} is not in its canonical base64 spelling.`);
  must(size === undefined || bytes.length === size, `${what} has the wrong length.`);
  return bytes;
}

function decimal(text, what) {
  must(/^(?:0|[1-9][0-9]{0,15})$/.test(text), `${what} is not a plain number.`);
  const number = Number(text);
  must(Number.isSafeInteger(number), `${what} is larger than any record.`);
  return number;
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(...parts)));
}

async function sha512(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-512", bytes));
}

async function ed25519(publicKey, message, signature) {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch (error) {
    // DataError and OperationError: this key or signature is none. Anything else is the browser's.
    if (error.name === "DataError" || error.name === "OperationError") return false;
    throw error;
  }
}

/* Whether this browser can do the arithmetic at all, found out by doing it: the first test vector
 * of RFC 8032 section 7.1 must verify, and must not once its message is changed. */
async function canCheck() {
  const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const key = bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const signature = bytes(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b" +
      "d25bf5f0595bbe24655141438e7a100b",
  );
  try {
    return (await ed25519(key, encode(""), signature)) && !(await ed25519(key, encode("x"), signature));
  } catch {
    return false;
  }
}

// ---------------------------------------------------------------- Merkle tree, RFC 6962 section 2.1

// The first byte keeps a leaf from ever passing for a node.
const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

/* RFC 9162 section 2.1.3.2. Halving is done by division: JavaScript's shifts stop at 32 bits. */
async function rootFrom(leaf, proof, size) {
  must(proof.index < size, "The receipt points past the end of the record.");
  let [at, last, hash] = [proof.index, size - 1, leaf];
  const half = (n) => Math.floor(n / 2);
  for (const sibling of proof.hashes) {
    must(last > 0, "The receipt's proof is too long.");
    if (at % 2 === 1 || at === last) {
      hash = await nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  must(last === 0, "The receipt's proof is too short.");
  return hash;
}

// ---------------------------------------------------------------- the receipt, C2SP tlog-proof

const FIRST_LINE = "c2sp.org/tlog-proof@v1";

function parseReceipt(bytes) {
  must(
    bytes.length <= MAX_RECEIPT,
    "This is too large to be a receipt, which has at most 1 MiB.",
    "Drop the receipt itself: a small file whose name ends in .tlog-proof.",
  );
  must(
    same(bytes.slice(0, FIRST_LINE.length + 1), encode(FIRST_LINE + "\n")),
    "This is not a receipt.",
    "A receipt is a small text file whose first line is " + FIRST_LINE + ". It comes with the communication.",
  );
  const text = decode(bytes, "The receipt");
  const end = text.indexOf("\n\n");
  must(end > 0, "The receipt breaks off before its checkpoint.");
  const [, extra, ...proofLines] = text.slice(0, end).split("\n");
  must(
    extra !== undefined && extra.startsWith("extra "),
    "This proof does not carry the communication itself.",
  );
  const [entry, ...rest] = parseItems(fromBase64(extra.slice(6), "The receipt's extra line"));
  must(entry !== undefined, "The receipt carries no entry.");
  must(rest.length % 2 === 0, "The receipt breaks off: an officer root lacks its proof.");
  const controls = [];
  for (let i = 0; i < rest.length; i += 2) {
    const proof = parseProof(decode(rest[i + 1], "A proof in the receipt"));
    controls.push({ entry: rest[i], proof });
  }
  const receipt = {
    entry,
    controls,
    proof: parseProof(proofLines.join("\n") + "\n"),
    checkpoint: parseNote(text.slice(end + 2), "The checkpoint"),
  };
  must(renderReceipt(receipt) === text, "The receipt is not in its canonical spelling.");
  return receipt;
}

function renderReceipt({ entry, controls, proof, checkpoint }) {
  const items = [entry, ...controls.flatMap((one) => [one.entry, encode(renderProof(one.proof))])];
  const framed = items.map((item) => concat(Uint8Array.of(item.length >> 8, item.length & 255), item));
  const extra = toBase64(concat(...framed));
  return `${FIRST_LINE}\nextra ${extra}\n${renderProof(proof)}\n${renderNote(checkpoint)}`;
}

// The encoding of an entry bundle (C2SP tlog-tiles): uint16 length, bytes, again and again.
function parseItems(bytes) {
  const items = [];
  for (let at = 0; at < bytes.length; ) {
    must(at + 2 <= bytes.length, "The receipt's extra line breaks off.");
    const size = bytes[at] * 256 + bytes[at + 1];
    must(at + 2 + size <= bytes.length, "The receipt's extra line breaks off.");
    items.push(bytes.slice(at + 2, at + 2 + size));
    at += 2 + size;
  }
  return items;
}

function parseProof(text) {
  const [first, ...lines] = text.split("\n");
  must(first.startsWith("index ") && lines.pop() === "", "A proof in the receipt is malformed.");
  must(lines.length <= MAX_HASHES, "A proof in the receipt is longer than any tree is high.");
  const hashes = lines.map((line) => fromBase64(line, "A hash in the receipt", 32));
  return { index: decimal(first.slice(6), "An index in the receipt"), hashes };
}

const renderProof = ({ index, hashes }) =>
  `index ${index}\n` + hashes.map((hash) => toBase64(hash) + "\n").join("");

// ---------------------------------------------------------------- signed notes, C2SP signed-note

// Unicode white space and "+" would make a line or a vkey read in two ways.
const KEY_NAME = /^[^\s\u0085+]+$/u;

function parseNote(text, what) {
  // Split at the LAST blank line: the signed text may have blank lines of its own.
  const end = text.lastIndexOf("\n\n");
  must(end > 0 && text.endsWith("\n"), `${what} is not a signed note.`);
  // eslint-disable-next-line no-control-regex
  must(!/[\u0000-\u0009\u000b-\u001f]/.test(text), `${what} holds a control character.`);
  const lines = text.slice(end + 2, -1).split("\n");
  must(lines.length <= MAX_SIGNATURES, `${what} has more signatures than are read.`);
  const signatures = lines.map((line) => parseSignature(line, what));
  return { text: text.slice(0, end + 1), signatures };
}

function parseSignature(line, what) {
  const [dash, name, encoded, ...more] = line.split(" ");
  const shaped = dash === "\u2014" && encoded !== undefined && more.length === 0;
  must(shaped && KEY_NAME.test(name), `${what} has a malformed signature line.`);
  const raw = fromBase64(encoded, `A signature of ${what.toLowerCase()}`);
  must(raw.length > 4, `${what} has an empty signature.`);
  return { name, id: raw.slice(0, 4), signature: raw.slice(4) };
}

const renderNote = ({ text, signatures }) =>
  text +
  "\n" +
  signatures.map((s) => `\u2014 ${s.name} ${toBase64(concat(s.id, s.signature))}\n`).join("");

/* A verification key: name+id+base64(type and key). The id is recomputed, not believed. Types:
 * 01 Ed25519, 04 a witness (C2SP tlog-cosignature), FF "ssh" 00 an OpenSSH key (docs/spec/entry.md). */
async function parseKey(text, types) {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text);
  must(match && KEY_NAME.test(match[1]), "The officer root holds a malformed key.");
  const [, name, id] = match;
  const data = fromBase64(match[3], "A key of the officer root");
  const expected = (await sha256(encode(name + "\n"), data)).slice(0, 4);
  must(hex(expected) === id, "A key of the officer root does not match its own number.");
  must(types.includes(data[0]), "The officer root holds a key of a kind this page does not know.");
  const key = { text, name, id: expected, type: data[0] };
  if (key.type === 0xff) return { ...key, ...parseSshKey(data) };
  must(data.length === 33, "A key of the officer root has the wrong length.");
  return { ...key, raw: data.slice(1) };
}

// ---------------------------------------------------------------- SSH keys and signatures

const SSH_KEY = "ssh-ed25519";
const SECURITY_KEY = "sk-ssh-ed25519@openssh.com";

class SshReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  take(count) {
    must(this.at + count <= this.bytes.length, "An SSH key or signature breaks off.");
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }
  number() {
    return new DataView(this.take(4).buffer).getUint32(0);
  }
  string() {
    return this.take(this.number()); // RFC 4251 section 5: uint32 length, bytes
  }
  words() {
    return decode(this.string(), "An SSH key or signature");
  }
  end() {
    must(this.at === this.bytes.length, "An SSH key or signature has something after its end.");
  }
}

function sshString(bytes) {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, bytes.length);
  return concat(size, bytes);
}

function parseSshKey(data) {
  must(same(data.slice(1, 5), encode("ssh\0")), "The officer root holds a key of an unknown kind.");
  const blob = data.slice(5);
  const reader = new SshReader(blob);
  const algorithm = reader.words();
  must([SSH_KEY, SECURITY_KEY].includes(algorithm), "The officer root holds an SSH key of an unknown kind.");
  const raw = reader.string();
  must(raw.length === 32, "An SSH key of the officer root has the wrong length.");
  const application = algorithm === SECURITY_KEY ? reader.string() : null;
  reader.end();
  return { blob, algorithm, raw, application };
}

/* OpenSSH PROTOCOL.sshsig. The namespace keeps a signature made for something else (a commit, a
 * login) from counting here; a security key must also have been touched (PROTOCOL.u2f). */
async function verifySsh(key, message, blob) {
  const reader = new SshReader(blob);
  const head = reader.take(6);
  const version = reader.number();
  const [publicKey, namespace, reserved, hash] = [reader.string(), reader.words(), reader.string(), reader.words()];
  const inner = new SshReader(reader.string());
  reader.end();
  if (!same(head, encode("SSHSIG")) || version !== 1 || !same(publicKey, key.blob)) return false;
  if (namespace !== "approve@on-record" || reserved.length !== 0 || hash !== "sha512") return false;
  if (inner.words() !== key.algorithm) return false;
  const signature = inner.string();
  const signed = concat(
    encode("SSHSIG"),
    sshString(encode(namespace)),
    sshString(reserved),
    sshString(encode(hash)),
    sshString(await sha512(message)),
  );
  if (key.algorithm === SSH_KEY) {
    inner.end();
    return ed25519(key.raw, signed, signature);
  }
  const tail = inner.take(5); // flags, then a counter that is not judged
  inner.end();
  const touched = (tail[0] & 1) === 1;
  const body = concat(await sha256(key.application), tail, await sha256(signed));
  return touched && ed25519(key.raw, body, signature);
}

/* A witness signs "I saw this at time t" (C2SP tlog-cosignature): uint64 seconds, signature. */
function cosignedAt(signature) {
  must(signature.length === 72, "A witness's signature has the wrong length.");
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  must(time < 253402300800n, "A witness's clock is past the year 9999.");
  return Number(time);
}

async function verifyLine(key, text, signature) {
  const message = encode(text);
  if (key.type === 0x01) return ed25519(key.raw, message, signature);
  if (key.type === 0xff) return verifySsh(key, message, signature);
  const head = encode(`cosignature/v1\ntime ${cosignedAt(signature)}\n`);
  return ed25519(key.raw, concat(head, message), signature.slice(8));
}

/* The lines that these keys made. Unknown keys are ignored, as signed-note asks; a known key whose
 * signature does not verify rejects the whole note, because somebody has changed something. */
async function signedBy(note, keys, what) {
  const found = [];
  for (const line of note.signatures) {
    const key = keys.find((one) => one.name === line.name && same(one.id, line.id));
    if (!key) continue;
    must(
      await verifyLine(key, note.text, line.signature),
      `${what} was changed after it was signed, or the signature of ${key.name} was.`,
    );
    if (!found.some((one) => one.key === key)) found.push({ key, line }); // twice counts once
  }
  return found;
}
