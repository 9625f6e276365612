"""Numbers in a claim: counts and percentages, hedged or not, and when one agrees with the record.

A claim may round: "98 per cent" agrees with 97.85, "4,200" with 4,212. It may hedge: "more than
4,000" agrees with 4,212 and not with 3,900. Anything else must be the same number.

>>> [str(amount.value) for amount in amounts("7 per cent, then 5% for each of two years")]
['7', '5', '2']
>>> agrees(amounts("nearly 81 percent")[0], Decimal("80.94"))
True
>>> agrees(amounts("82 percent")[0], Decimal("80.94"))
False
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ROUND = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_UNITS.split())}
_TENS = {word: 20 + 10 * at for at, word in enumerate(_ROUND.split())}
_SPELLED = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_WORDS)[1:10])}))?|{'|'.join(_WORDS)})"
)
_UNIT = r"(?P<unit>\s*%|[ -]per ?cents?\b(?! point)|[ -]percent\b(?!age))"
_HEDGES = {
    "about": r"about|around|roughly|some|approximately|circa|an estimated",
    "over": r"more than|over|above|at least|upwards of|just over",
    "under": r"nearly|almost|fewer than|less than|under|below|up to|just under|close to",
}
NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|{_SPELLED}\b"
_AMOUNT = re.compile(
    rf"(?:\b(?P<hedge>{'|'.join(_HEDGES.values())})\s+)?(?<![\w.,-])(?P<number>{NUMBER})"
    rf"(?P<scale>\s+(?:hundred|thousand|million)\b)?(?:{_UNIT})?(?![\w]|,\d|\.\d)",
    re.IGNORECASE,
)
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1000000}
_NEAR = Decimal("0.05")
_FAR = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at ``start:end`` of the text given: its value, unit and hedge.

    ``hedge``: ``about``, ``over``, ``under`` or "". ``step`` is the place of its last digit that
    counts (1 for 4,523; 100 for 4,500; 0.1 for 97.9), to which the writer may have rounded.
    """

    start: int
    end: int
    value: Decimal
    percent: bool
    hedge: str = ""
    step: Decimal = Decimal(1)


def amounts(text: str) -> list[Amount]:
    """The numbers in ``text``, digits and words, in order."""
    return [_amount(match) for match in _AMOUNT.finditer(text)]


def agrees(amount: Amount, held: Decimal | int) -> bool:
    """Whether the amount claimed may be said of the number that the record holds."""
    held, value = Decimal(held), amount.value
    rounds = abs(held - value) * 2 <= amount.step
    if amount.hedge == "about":
        return rounds or abs(held - value) <= _NEAR * held
    if amount.hedge == "over":
        return rounds or 0 <= held - value <= _FAR * held
    if amount.hedge == "under":
        return rounds or 0 <= value - held <= _FAR * held
    return rounds if amount.percent or amount.step > 1 else held == value


def number(text: str) -> int | None:
    """A whole number in digits or words; None for anything else."""
    found = amounts(text)
    return int(found[0].value) if len(found) == 1 and found[0].value % 1 == 0 else None


def _amount(match: re.Match[str]) -> Amount:
    scale = _SCALES[match["scale"].strip().lower()] if match["scale"] else 1
    value = _value(match["number"].lower()) * scale
    hedge = (match["hedge"] or "").lower()
    kind = next((name for name, words in _HEDGES.items() if hedge in words.split("|")), "")
    return Amount(
        match.start("number"),
        match.end(),
        value,
        bool(match["unit"]),
        kind,
        _step(match["number"], value),
    )


def _value(text: str) -> Decimal:
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    first, _, rest = text.replace("-", " ").partition(" ")
    tens = _TENS.get(first)
    return Decimal(_WORDS[first] if tens is None else tens + _WORDS.get(rest, 0))


def _step(text: str, value: Decimal) -> Decimal:
    _, point, after = text.partition(".")
    if point:
        return Decimal(1).scaleb(-len(after))
    zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
    return Decimal(10**zeros) if value >= 100 else Decimal(1)
