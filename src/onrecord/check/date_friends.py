"""False friends: words in a text that only look like a date.

"May" is a month, "may" is not; "in 2007" is a year, "about 2000 workers" is not; "1.2.23" behind
"version" is no day. ``may_begin`` looks before a reading, ``plausible`` after it.
"""

from __future__ import annotations

from onrecord.check.date_durations import Length
from onrecord.check.date_grammar import STARTERS, View
from onrecord.check.date_reading import Reading
from onrecord.check.date_times import CLOCK, zone
from onrecord.check.date_vague import THE_LAST_NAMED
from onrecord.check.date_words import MONTHS, UNITS, WEEKDAYS, lexicon

_NAMES = frozenset(
    {"may", "march", "mar", "sun", "sat", "wed", "mon", "dec", "jan", "june", "april", "august"}
)
_FORENAMES = frozenset({"may", "jan", "june", "april", "august"})
_BARE = _NAMES | lexicon("fall spring summer winter autumn second")
_LEADERS = lexicon(
    "in on since until till by from of during early late mid last next this before after through "
    "to and that past between around about the"
)
_YEAR_LEADERS = lexicon(
    "in since until till by from during early late mid through of before after to between around "
    "about year fiscal and"
)
_COUNTING = lexicon("about around by to of and between through from until till before after")
_AFTER_A_DAY = lexicon(
    "and to or at in but when as if after before with by until from through because so while said"
)
_NOT_PLURAL = lexicon("was has is as its this his us does")
_NEVER_ALONE = lexicon("noon midday midnight once then earlier later time quarter")
_NUMBERED = lexicon(
    "version versions release build v section sections article articles rule clause chapter part "
    "paragraph appendix figure table item room ip address ext extension tel phone call dial no §"
)
_DAYS_OF_THEIR_OWN = lexicon("bloody super cyber ash holy palm easter good fat black shrove taco")
_TITLES = lexicon("times telegraph post mail mirror express herald tribune star")
_SHOWS = frozenset({("night", "live"), ("night", "football"), ("night", "lights")})
_FALLS = lexicon("of from short back apart behind through off out into")


def may_begin(text: str, seen: View, index: int) -> bool:
    """A date begins at a word of its own, not inside a number or behind a currency sign."""
    token = seen.tokens[index]
    digits = token.word[0].isdigit()
    if token.word not in STARTERS and not (digits or token.word[0] == "'"):
        return False
    before = text[token.start - 1 : token.start] if token.start else ""
    if before and (before.isalnum() or before in "$£€#@_/§"):
        return False
    return not (digits and _numbered(text, seen, index))


def _numbered(text: str, seen: View, index: int) -> bool:
    """``version 1.2.23``, ``section 5.1.2023``, ``10.1.20.30``, ``555-10-2023``."""
    token = seen.tokens[index]
    before = seen.tokens[index - 1].word if index else ""
    joined = text[token.start - 2 : token.start] if token.start > 1 else ""
    inside = joined[1:] in {".", "-", ":", "+"} and joined[:1].isdigit()
    after = text[token.end : token.end + 2]
    goes_on = after[:1] in {".", "-"} and after[1:].isdigit() and "." in token.word
    return inside or goes_on or (before in _NUMBERED and not token.word.isdigit())


def plausible(text: str, seen: View, first: int, last: int, reading: Reading) -> bool:
    """Whether the words are a date where they stand."""
    words = [token.word for token in seen.tokens[first : last + 1]]
    before, following = _word(seen, first - 1), _word(seen, last + 1)
    if not (_capital(text, seen, first, last) and _month_or_season(words, before, following)):
        return False
    if _a_name(text, seen, first, last) or _a_title(text, seen, first, last):
        return False
    beyond = _word(seen, last + 2), _word(seen, last + 3)
    if not _a_year(words, before, following, beyond) or not _a_day(words, following):
        return False
    elsewhere = words[-1] in {"before", "after"} and following.isalnum()
    idle = reading.rule == THE_LAST_NAMED and "since" not in words and "time" in words
    hours = CLOCK.fullmatch(" ".join(words))
    if elsewhere or idle or (hours is not None and zone(hours) is None):
        return False
    if reading.length is not None and reading.first is None:
        another = words[-1] in {"day", "week", "month"} and following.isdigit()
        return not another and _plausible_length(seen, first, words, reading.length)
    return len(words) > 1 or words[0] not in _NEVER_ALONE | _NOT_DATES


def _word(seen: View, index: int) -> str:
    return seen.tokens[index].word if 0 <= index < len(seen.tokens) else ""


def _month_or_season(words: list[str], before: str, following: str) -> bool:
    """``may`` needs a preposition; "the fall of the house" is no season."""
    alone = words[0] if len(words) == 1 else ""
    if alone in _BARE and (before not in _LEADERS or (before == "the" and alone in _NAMES)):
        return False
    return not (words[-1] == "fall" and following in _FALLS)


def _a_name(text: str, seen: View, first: int, last: int) -> bool:
    """``to April Jones``, ``by June Carter``: a name, save behind "in"; ``monday.com``."""
    token = seen.tokens[last]
    after = text[token.end : token.end + 2]
    if after[:1] in {".", "@", "_"} and after[1:].isalnum() and not token.word[0].isdigit():
        return True
    if first != last or token.word not in _FORENAMES or last + 1 >= len(seen.tokens):
        return False
    following = seen.tokens[last + 1]
    name = text[following.start].isupper() and following.word not in MONTHS | WEEKDAYS
    return name and _word(seen, first - 1) not in {"in", "since", "during", "last", "early", "late"}


def _a_title(text: str, seen: View, first: int, last: int) -> bool:
    """``Bloody Sunday``, ``the Sunday Times``, ``Saturday Night Live``: no days."""
    if seen.tokens[first].word not in WEEKDAYS:
        return False
    before, following = _word(seen, first - 1), _word(seen, last + 1)
    if before in _DAYS_OF_THEIR_OWN and text[seen.tokens[first - 1].start].isupper():
        return True
    if following in _TITLES and text[seen.tokens[last + 1].start].isupper():
        return True
    return any((_word(seen, first + 1), _word(seen, first + 2)) == show for show in _SHOWS)


def _plural(word: str) -> bool:
    return word.endswith("s") and word.isalpha() and word not in _NOT_PLURAL


def _a_day(words: list[str], following: str) -> bool:
    """``on the 13th`` ends there; ``on the 13th floor`` goes on."""
    numbered = len(words) == 2 and words[0] == "the" and words[1][0].isdigit()
    day = numbered and words[1].endswith(("st", "nd", "rd", "th"))
    return not day or not following.isalnum() or following in _AFTER_A_DAY


def _a_year(words: list[str], before: str, following: str, beyond: tuple[str, str]) -> bool:
    """A year by itself stands behind a preposition, and counts nothing: ``about 2000 workers``."""
    digits = words[-1].isdigit() and len(words[-1]) == 4
    leader = before if len(words) == 1 else words[0]
    counts = _plural(following) or (following in {"and", "to", "or", "-"} and _plural(beyond[1]))
    if digits and counts and leader in _COUNTING and len(words) <= 4:
        return False
    if digits and following == ":" and before == "and" and len(words) == 1:
        return False
    if len(words) > 1 or not (words[0].isdigit() or words[0].startswith("'")):
        return True
    return before in _YEAR_LEADERS and following != "%" and not following.endswith("%")


def _plausible_length(seen: View, first: int, words: list[str], long: Length) -> bool:
    """No ages ("78-year-old"), no rates ("$19 a day"), no hours, no bare units."""
    before = [token.word for token in seen.tokens[max(0, first - 4) : first]]
    rate = len(words) == 2 and words[0] in {"a", "an", "per"}
    paid = any(word[0].isdigit() or word in _RATES for word in before)
    if words[0] == "many" and before[-1:] == ["as"]:
        return False
    if len(words) == 1 or (rate and (paid or UNITS.get(words[1]) == "day")):
        return False
    if "X" in long.value and words[0] not in {"for", "over"} and _FEW.isdisjoint(words):
        return False
    if words[-1] == "old" and long.value.endswith("Y"):
        return False
    return not (long.value.startswith("PT") and long.days[0] < 1)


_FEW = lexicon("several few couple many some number handful dozens scores hundreds thousands")
_RATES = lexicon("once twice times cents dollars pesos pounds % thousand million")
_NOT_DATES = lexicon("day night week month year hour minute second days hours minutes seconds")


def _capital(text: str, seen: View, first: int, last: int) -> bool:
    """Month and weekday names are written with a capital; sat, sun, may and march mean others."""
    for token in seen.tokens[first : last + 1]:
        if (token.word in MONTHS or token.word in WEEKDAYS) and text[token.start].islower():
            return False
    return True
