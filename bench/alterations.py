"""Sentences that were really said, altered in known ways: what ``check_alterations`` measures with.

Everything is drawn by a seeded generator, so the same seed gives the same sentences.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from onrecord.check.index import Text

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
AUXILIARIES = "is are was were will would can could should must does did do have has had may might"
MODAL_SWAPS = {
    "may": "will", "might": "will", "will": "may", "could": "will", "can": "must",
    "should": "might", "would": "will", "must": "may",
}  # fmt: skip
QUANTIFIER_SWAPS = {
    "all": "some", "some": "all", "every": "some", "most": "few", "many": "few", "few": "many",
    "never": "always", "always": "never", "everybody": "nobody", "both": "neither", "any": "all",
    "more": "less", "less": "more", "only": "mostly", "each": "some", "several": "all",
}  # fmt: skip
PARTY_SWAPS = {
    "Democrats": "Republicans", "Republicans": "Democrats", "Clinton": "Trump", "Trump": "Clinton",
    "Obama": "Bush", "Bush": "Obama", "Sanders": "Cruz", "Cruz": "Sanders", "Rubio": "Kasich",
    "Republican": "Democratic", "Democratic": "Republican", "Kasich": "Rubio", "Biden": "Harris",
    "Harris": "Biden", "Romney": "Obama", "Congress": "Senate", "Senate": "Congress",
}  # fmt: skip
NUMBER_SWAPS = {
    "two": "three", "three": "two", "four": "five", "five": "four", "six": "seven", "ten": "twelve",
    "fifteen": "fifty", "fifty": "fifteen", "thirty": "thirteen", "twenty": "ninety",
    "eight": "nine", "nine": "eight", "seven": "six", "twelve": "twenty", "million": "billion",
    "billion": "million", "thousand": "million", "hundred": "thousand",
}  # fmt: skip
DATE_SWAPS = {
    "January": "July", "June": "May", "July": "June", "March": "April", "November": "December",
    "September": "October", "Monday": "Friday", "Tuesday": "Thursday", "Friday": "Monday",
    "today": "tomorrow", "tomorrow": "today", "yesterday": "today", "tonight": "tomorrow",
    "October": "September", "Sunday": "Saturday", "December": "January", "August": "May",
}  # fmt: skip
BRITISH = {
    "labor": "labour", "favor": "favour", "color": "colour", "honor": "honour", "center": "centre",
    "defense": "defence", "organize": "organise", "recognize": "recognise", "realize": "realise",
    "program": "programme", "programs": "programmes", "neighbors": "neighbours",
    "percent": "per cent",
}  # fmt: skip
HEAVY = re.compile(
    r"\b(not|no|never|none|nobody|nothing|neither|nor|without|if|unless|until|except|once|as long|"
    r"hardly|provided|subject|case|depending|but|only|cannot|till|pending|assuming)\b|n['’]t\b",
    re.IGNORECASE,
)


class Turn(NamedTuple):
    """What one speaker said on end: an entry of the stand-in record."""

    speaker: str
    sentences: tuple[str, ...]


class Said(NamedTuple):
    """One sentence and where it stands."""

    entry: int
    speaker: str
    text: str


def files(half):
    """The transcripts of half ``A`` (settings are chosen on it) or ``B`` (figures are of it)."""
    paths = sorted((DATA / "transcripts").glob("*.tsv"))
    return paths[0 if half == "A" else 1 :: 2]


def turns(paths):
    """The turns of all files, in order."""
    out = []
    for path in paths:
        speaker, sentences = "", []
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if len(fields) < 3 or fields[1] == "SYSTEM":
                continue
            if fields[1] != speaker and sentences:
                out.append(Turn(speaker, tuple(sentences)))
                sentences = []
            speaker = fields[1]
            sentences.append(fields[2].strip())
        if sentences:
            out.append(Turn(speaker, tuple(sentences)))
    return out


def texts(said):
    """The turns as texts of a record, entry by entry."""
    return [Text(n, f"turn-{n}", " ".join(t.sentences)) for n, t in enumerate(said)]


def usable(said):
    """Sentences of 6 to 40 words that were said once, whole, with an end mark."""
    counts = {}
    out = []
    for n, turn in enumerate(said):
        for sentence in turn.sentences:
            counts[sentence.lower()] = counts.get(sentence.lower(), 0) + 1
            whole = re.search(r"[.!?]$", sentence) and not re.search(
                r"[\[\]()…]|\.\.|--|\"", sentence
            )
            if whole and 6 <= len(sentence.split()) <= 40:
                out.append(Said(n, turn.speaker, sentence))
    return [s for s in out if counts[s.text.lower()] == 1]


def swapped(rng, sentence, swaps, *, case=True):
    """``sentence`` with one word changed for its fellow in ``swaps``, or None."""
    words = sentence.split(" ")
    spots = [i for i, w in enumerate(words) if re.sub(r"\W", "", w if case else w.lower()) in swaps]
    if not spots:
        return None
    i = rng.choice(spots)
    core = re.sub(r"\W", "", words[i])
    new = swaps[core if case else core.lower()]
    words[i] = words[i].replace(core, new.capitalize() if core[0].isupper() else new)
    return " ".join(words)


def renumbered(rng, sentence):
    """``sentence`` with one number changed: a digit, the order of digits, a nought, or a word."""
    spots = list(re.finditer(r"\d[\d,.]*\d|\d", sentence))
    if not spots:
        return swapped(rng, sentence, NUMBER_SWAPS, case=False)
    spot = rng.choice(spots)
    old = spot[0]
    way = rng.randrange(3)
    digits = [k for k, c in enumerate(old) if c.isdigit()]
    if way == 0 or (way == 1 and old == old[::-1]):
        k = rng.choice(digits)
        new = old[:k] + str((int(old[k]) + rng.randint(1, 8)) % 9 + 1) + old[k + 1 :]
        new = new if new != old else old[:k] + str(int(old[k]) % 9 + 1) + old[k + 1 :]
    elif way == 1:
        new = old[::-1] if old[-1] != "0" else old + "5"
    else:
        new = old + "0" if "." not in old else old.replace(".", "0")
    if float(new.replace(",", "") or 0) == float(old.replace(",", "") or 0):
        return None
    return sentence[: spot.start()] + new + sentence[spot.end() :]


def negated(rng, sentence):
    """``sentence`` turned round: a negation dropped, or one put in after an auxiliary."""
    drop = list(re.finditer(r"\b(not|never) ", sentence))
    short = list(re.finditer(r"\b(\w+)n['’]t\b", sentence))
    if short and (not drop or rng.random() < 0.5):
        m = rng.choice(short)
        verb = {"ca": "can", "wo": "will", "ai": "is"}.get(m[1], m[1])
        return sentence[: m.start()] + verb + sentence[m.end() :]
    if drop:
        m = rng.choice(drop)
        return sentence[: m.start()] + sentence[m.end() :]
    add = list(re.finditer(rf"\b({AUXILIARIES.replace(' ', '|')}) ", sentence))
    if not add or HEAVY.search(sentence):
        return None
    m = rng.choice(add)
    return sentence[: m.end()] + "not " + sentence[m.end() :]


def deleted(rng, sentence):
    """``sentence`` without one to six words on end from its inside."""
    words = sentence.split()
    count = rng.randint(1, min(6, len(words) - 5))
    at = rng.randint(1, len(words) - count - 1)
    if not any(re.search(r"\w", w) for w in words[at : at + count]):
        return None
    return " ".join(words[:at] + words[at + count :])


CONDITION = (
    r"(?:unless|if|until|till|provided|as long as|so long as|except|once|assuming|in case"
    r"|subject to|depending on)"
)


def truncated(sentence):
    """``sentence`` without the condition that ends it, and without the one that leads it."""
    m = re.search(rf",? {CONDITION} ", sentence)
    if m and len(sentence[: m.start()].split()) >= 6 and len(sentence[m.end() :].split()) >= 2:
        yield sentence[: m.start()] + "."
    m = re.match(rf"{CONDITION}\b[^,;]{{6,}}, ", sentence, re.IGNORECASE)
    if m and len(sentence[m.end() :].split()) >= 6:
        rest = sentence[m.end() :]
        yield rest[0].upper() + rest[1:]


def faithful(rng, sentence):
    """``sentence`` as a faithful hand might print it: one to three allowed differences."""
    ways = rng.sample(WAYS, rng.randint(1, 3))
    if _omission in ways and _clarified in ways:
        ways.remove(_clarified)
    for way in ways:
        sentence = way(rng, sentence)
    return sentence


def restyled(rng, sentence):
    """``sentence`` with allowed differences that leave no words out."""
    for way in rng.sample([w for w in WAYS if w not in (_omission, _clarified)], rng.randint(1, 3)):
        sentence = way(rng, sentence)
    return sentence


def _quotes(_, s):
    return s.replace("'", "’") if "'" in s else s.replace("’", "'")


def _case(rng, s):
    return s.upper() if rng.random() < 0.1 else s[0].swapcase() + s[1:]


def _space(rng, s):
    words = s.split(" ")
    i = rng.randint(1, len(words) - 1)
    return " ".join(words[:i]) + rng.choice(["\n", "  ", "\n\n", "\u00a0"]) + " ".join(words[i:])


def _stop(rng, s):
    return s.rstrip(".!?") + rng.choice(["", ",", "!", "."])


def _wrap(rng, s):
    long = list(re.finditer(r"[a-z]{8,}", s))
    if not long:
        return s
    m = rng.choice(long)
    at = m.start() + rng.randint(3, 5)
    return s[:at] + "-\n" + s[at:]


def _omission(rng, s):
    words = s.split(" ")
    if len(words) < 10:
        return s
    at = rng.randint(3, len(words) - 6)
    count = rng.randint(1, 3)
    gone = " ".join(words[at : at + count])
    if HEAVY.search(gone) or re.search(r"\d", " ".join(words[at - 2 : at + count + 1])):
        return s
    return " ".join(
        [*words[:at], rng.choice(["[...]", "…", "...", "(…)", "[…]"]), *words[at + count :]]
    )


def _clarified(rng, s):
    words = s.split(" ")
    at = rng.randint(2, len(words) - 1)
    if re.search(r"\d", words[at - 1]):
        return s
    aside = rng.choice(["[the union]", "(the company)", "[sic]", "[the governor of Ohio]"])
    return " ".join([*words[:at], aside, *words[at:]])


def _british(_, s):
    for ours, theirs in BRITISH.items():
        s = re.sub(rf"\b{ours}\b", theirs, s)
    return s


WAYS = [_quotes, _case, _space, _stop, _wrap, _omission, _clarified, _british]
