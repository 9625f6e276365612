"""Who is meant: full names, surnames, pronouns, organisations and their short forms, parties.

``Names`` reads a masked text once. A surname stands for the fullest name that ends with it; a
short form in brackets, "Lamplighters' Guild (LG)", for the name before it; ``he``, ``she`` and
``they`` for the latest fitting person of the paragraphs just before. Where nothing fits, the
words themselves are the name: nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.check.cues import DETERMINERS, FUNCTION, MASCULINE, TIME, TITLES, word_set
from onrecord.check.first_names import FEMALE, MALE
from onrecord.domain.party import Party

LOOK_BACK = 1500
"""Characters before a pronoun in which its person must stand."""

_NAME_WORD = r"(?:[A-Z][\w'’–‑-]*[\w](?:['’](?= [A-Z]))?|[A-Z]\.|[A-Z](?=\s))"
_PARTICLE = r"(?:(?:de|la|van|von|der|bin|al|del|du)[ \u00a0])"
_RUN = re.compile(rf"{_NAME_WORD}(?:[ \u00a0]{_PARTICLE}{{0,2}}{_NAME_WORD})*")
_SHORT = re.compile(
    rf"((?:{_NAME_WORD})(?:[ \u00a0\n](?:of|and|the|for|&|{_NAME_WORD})){{1,14}})"
    r"[ \u00a0\n]\((?:or )?(?:the )?[“\"]?([A-Z][\w&-]{1,20})[”\"]?\)"
)
_ORGANISATION = word_set(
    """guild alliance union association party committee university times post news council
    federation institute foundation department agency bureau court house senate congress
    company corporation inc group network press center centre college board commission
    ministry office service league society coalition church school hospital bank fund
    journal magazine report radio television artists states street avenue county city state
    campaign project caucus international national america records studios pictures"""
)
_APPOSITIVE = re.compile(r",[ \n]((?:an?|the|its|their|his|her)[ \n])?([^,.;:\x01]{3,120})")
_TITLED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Dame)\.? ([A-Z][\w’'-]*\w)")
_OF = re.compile(r"\b(?:of|for|from|at|with)[ \n]((?:the[ \n])?[^,.;:\x01]+)$")
_SPACES = re.compile(r"\s+")


def plain(name: str) -> str:
    """A name for comparing: no case, one kind of dash and apostrophe, no ``the``, no possessive."""
    flat = _SPACES.sub(" ", name).strip().casefold()
    flat = flat.translate(_FLAT).removesuffix("'s").removesuffix("'").strip(" ,.")
    return flat.removeprefix("the ")


_FLAT = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "’": "'", "‘": "'"})


class Names:
    """The names of one text. ``masked`` has its quotations filled and its brackets blanked."""

    def __init__(self, text: str, masked: str) -> None:
        self.masked = masked
        self.places: list[int] = []
        self.people: list[str] = []
        self.by_surname: dict[str, list[tuple[int, str]]] = {}
        self.short: dict[str, str] = {}
        self.commas: dict[str, list[int]] = {}
        self.titled = {
            match.group(2): "m" if match.group(1).lower() in MASCULINE else "f"
            for match in _TITLED.finditer(masked)
        }
        for match in _SHORT.finditer(text):
            self.short.setdefault(plain(match.group(2)), _short_for(match.group(1)))
        for match in _RUN.finditer(masked):
            self._learn(match.start(), match.group())

    def _learn(self, at: int, run: str) -> None:
        if " " not in run and "\u00a0" not in run and _alone(run) not in self.by_surname:
            return
        words = _bare(run)
        if not words or any(word.lower() in _ORGANISATION for word in words):
            return
        if 2 <= len(words) <= 4:
            name = " ".join(words)
            self.by_surname.setdefault(_surname(words), []).append((at, name))
            self._person(at, name)
            if self.masked.startswith(",", at + len(run)):
                self.commas.setdefault(name, []).append(at + len(run))
        elif len(words) == 1 and words[0].lower() in self.by_surname:
            self._person(at, self.full(words[0], at))

    def _person(self, at: int, name: str) -> None:
        self.places.append(at)
        self.people.append(name)

    def full(self, name: str, at: int) -> str:
        """The fullest form of a name: the latest one before ``at`` that ends with its last word.

        Where two people of the text bear one surname, it stays a surname.
        """
        words = _bare(name) or name.split()
        if plain(name) in self.short:
            return self.short[plain(name)]
        if not words:
            return name
        if len(words) > 1:
            return " ".join(words)
        known = self.by_surname.get(words[0].lower(), [])
        if len({_first(full) for _, full in known}) > 1:
            return words[0]
        before = [full for place, full in known if place <= at]
        longest = before[-1] if before else (known[0][1] if known else "")
        return longest or words[0]

    def is_person(self, name: str) -> bool:
        """Whether a bare name is one of a person of this text."""
        words = name.split()
        return bool(words) and words[-1].lower() in self.by_surname

    def is_organisation(self, name: str) -> bool:
        """Whether a name, without its article, has a word or a short form of an organisation's."""
        if plain(name) in self.short or name in self.short.values():
            return True
        words = name.split()
        return len(words) > 1 and any(w[0].isupper() and w.lower() in _ORGANISATION for w in words)

    def referent(self, pronoun: str, at: int, recent: Sequence[str] = ()) -> str | None:
        """The person that ``he`` or ``she`` at ``at`` stands for, or None.

        ``recent`` are the latest speakers, the latest last: among people whose gender is not
        known, only a recent speaker fits.
        """
        wanted = _GENDER.get(pronoun.lower())
        if wanted is None:
            return None
        upto = bisect_left(self.places, at)
        for place, name in zip(
            reversed(self.places[max(0, upto - 40) : upto]),
            reversed(self.people[max(0, upto - 40) : upto]),
            strict=True,
        ):
            if at - place > LOOK_BACK:
                break
            gender = self.gender(name)
            if gender == wanted or (gender is None and name in recent):
                return name
        return None

    def gender(self, name: str) -> str | None:
        """``m``, ``f`` or None, by a title before the name in this text or by the first name."""
        return _gender_by_name(name) or self.titled.get(name.rpartition(" ")[2])

    def described(self, name: str) -> tuple[str | None, str | None]:
        """Role and organisation of a person, from the words after the name: ``X, head of Y``."""
        for at in self.commas.get(name, ())[:8]:
            found = describe(self.masked, at)
            if found[0]:
                return found
        return None, None


def _gender_by_name(name: str) -> str | None:
    first = name.split(maxsplit=1)[0].lower()
    if first in MALE:
        return None if first in FEMALE else "m"
    return "f" if first in FEMALE else None


def describe(masked: str, at: int) -> tuple[str | None, str | None]:
    """Role and organisation in an appositive that begins with the comma at ``at``."""
    match = _APPOSITIVE.match(masked, at)
    if match is None:
        return None, None
    words = _SPACES.sub(" ", match.group(2)).strip()
    first = words.split()[0] if words else ""
    if not first or first.lower() in FUNCTION or first.lower() in TIME or first[0].isdigit():
        return None, None
    return split_role(words)


def split_role(words: str) -> tuple[str | None, str | None]:
    """``executive director of the Guild`` into role and organisation.

    >>> split_role("executive director of the Lamplighters' Guild")
    ('executive director', "Lamplighters' Guild")
    >>> split_role("a spokesperson for the TSA")
    ('spokesperson', 'TSA')
    """
    match = _OF.search(words)
    first = match
    while first is not None:
        match = first
        first = _OF.search(words, 0, match.start()) or None
        if first is not None and first.end() < match.start() - 1:
            break
    role = words[: match.start()] if match else words
    role = without_determiner(role.strip())
    if not role or not any(word.islower() for word in role.split()):
        return None, None
    organisation = without_determiner(match.group(1).strip()) if match else None
    return role, organisation


def without_determiner(words: str) -> str:
    """``the guild`` without its article."""
    first, _, rest = words.partition(" ")
    return rest if first.lower() in DETERMINERS and rest else words


_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}


def _first(full: str) -> str:
    """The given name: two people of one surname differ by it."""
    words = [word for word in full.split()[:-1] if len(word.rstrip(".")) > 1]
    return words[-1].lower() if words else ""


def _surname(words: list[str]) -> str:
    last = words[-1].lower().rstrip(".")
    return words[-2].lower() if last in ("jr", "sr", "ii", "iii") and len(words) > 2 else last


def _bare(run: str) -> list[str]:
    """The words of a name without titles, small words before it, and possessive ending."""
    words = [_SPACES.sub(" ", word) for word in run.replace("\u00a0", " ").split()]
    if words and words[-1].endswith(("'s", "’s")):
        words[-1] = words[-1][:-2]
    while words and (words[0].lower() in FUNCTION or words[0].lower() in TIME):
        words = words[1:]
    titles = [n for n, word in enumerate(words[:-1]) if word.lower().rstrip(".") in TITLES]
    if titles and (titles[-1] + 2 < len(words) or titles[-1] == 0 or len(words) == 2):
        words = words[titles[-1] + 1 :]
    return words


def _alone(word: str) -> str:
    """One word as a surname is looked up."""
    return word.removesuffix("'s").removesuffix("’s").lower()


def _short_for(words: str) -> str:
    name = _SPACES.sub(" ", words)
    while name.split(" ", 1)[0].lower() in FUNCTION and " " in name:
        name = name.split(" ", 1)[1]
    return name


_SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|president|chair\w*|director|leaders?|head|negotiators?|officers?|chief|secretary"
    r"|counsel|executives?|representatives?|officials?|treasurer|manager|leadership|board"
    r"|general counsel|email|e-mail|statement|letter|memo|message|announcement|release|bulletin"
    r"|post|tweet|notice|newsletter)\b"
)
_NOT_FOR = re.compile(r"\b(?:former|ex|one-time|critics?|opponents?|rivals?|outgoing|ousted)\b")


class PartyNames:
    """Finds the party that a name is, or that an office speaks for."""

    def __init__(self, parties: Sequence[Party], names: Names) -> None:
        self.ids: dict[str, str] = {}
        for party in parties:
            for name in (party.id, party.name, *party.also):
                self.ids.setdefault(plain(name), party.id)
        for short, full in names.short.items():
            known = self.ids.get(plain(full)) or self.ids.get(short)
            if known is not None:
                self.ids.setdefault(short, known)
                self.ids.setdefault(plain(full), known)

    def of(self, name: str, role: str | None, organisation: str | None) -> str | None:
        """The id of the party that a name is or that an office speaks for, or None."""
        if not self.ids:
            return None
        known = self.ids.get(plain(name))
        if known is not None:
            return known
        office = (role or name).casefold()
        if organisation is None or _NOT_FOR.search(office) or not _SPEAKS_FOR.search(office):
            return None
        return self._organisation(organisation)

    def _organisation(self, organisation: str) -> str | None:
        known = self.ids.get(plain(organisation))
        if known is not None:
            return known
        first = plain(organisation).split(" in ")[0].split(" which ")[0].split(" who ")[0]
        return self.ids.get(first.strip())
