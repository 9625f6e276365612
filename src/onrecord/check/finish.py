"""From what a reader found to a ``Reading``: cleaned, cut to the limit, over a pipe and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from onrecord.check.hygiene import clean
from onrecord.check.raw import Limits, Raw, ReadingFailed
from onrecord.check.types import Part, Reading, Span, Tampering


def finished(raw: Raw, limits: Limits) -> Reading:
    """Clean the text, carry every span along, and clean the claims."""
    whole = len(raw.text)
    text = raw.text[: limits.text_chars]
    tricky = [span for _, span, _ in raw.tricks if span]
    spans = [part.span for part in raw.parts] + tricky + raw.uncertain
    cleaned = clean(text, [_within(span, len(text)) for span in spans])
    moved = iter(cleaned.spans)
    parts = [Part(part.kind, next(moved)) for part in raw.parts]
    tricks = [
        Tampering(kind, next(moved) if span else None, says) for kind, span, says in raw.tricks
    ]
    uncertain = [span for _, span in zip(raw.uncertain, moved, strict=True)]
    claims, marks = _claims(raw.claims)
    unread = list(raw.unread)
    told = f"Only the first {limits.text_chars:,} characters were read."
    if whole > limits.text_chars and told not in unread:
        unread.append(told)
    return Reading(
        raw.kind,
        cleaned.text,
        tuple(part for part in parts if part.span.start < part.span.end),
        (*tricks, *marks, *cleaned.tampering),
        claims,
        tuple(uncertain),
        tuple(dict.fromkeys(unread)),
        raw.published,
    )


def _within(span: Span, size: int) -> Span:
    return Span(min(span.start, size), min(span.end, size))


def _claims(claims: list[tuple[str, str]]) -> tuple[tuple[tuple[str, str], ...], list[Tampering]]:
    kept, marks = [], []
    for name, value in claims:
        cleaned = clean(value)
        kept.append((name, " ".join(cleaned.text.split())))
        if cleaned.tampering:
            kind = cleaned.tampering[0].kind
            says = f"The line {name.capitalize()} holds hidden or disguised characters."
            marks.append(Tampering(kind, None, says))
    return tuple(kept), marks


def to_json(reading: Reading) -> dict[str, Any]:
    """A reading as plain JSON values."""
    return {
        "kind": reading.kind,
        "text": reading.text,
        "parts": [[part.kind, part.span.start, part.span.end] for part in reading.parts],
        "tampering": [
            [trick.kind, [trick.span.start, trick.span.end] if trick.span else None, trick.says]
            for trick in reading.tampering
        ],
        "claims": [list(claim) for claim in reading.claims],
        "uncertain": [[span.start, span.end] for span in reading.uncertain],
        "unread": list(reading.unread),
        "published": reading.published.isoformat() if reading.published else None,
    }


def from_json(value: Any, kind: str) -> Reading:
    """A reading out of what the child answered, which is no more trusted than its input was.

    Raises:
        ReadingFailed: the shape is wrong, or a span points outside the text.
    """
    try:
        text = _text(value["text"])
        size = len(text)
        published = value["published"]
        return Reading(
            kind,
            text,
            tuple(Part(_text(name), _span([a, b], size)) for name, a, b in value["parts"]),
            tuple(
                Tampering(_text(name), _span(at, size) if at else None, _text(says))
                for name, at, says in value["tampering"]
            ),
            tuple((_text(name), _text(claim)) for name, claim in value["claims"]),
            tuple(_span(at, size) for at in value["uncertain"]),
            tuple(_text(line) for line in value["unread"]),
            date.fromisoformat(published) if published else None,
        )
    except (KeyError, TypeError, ValueError):
        raise ReadingFailed("its reader gave no sensible answer; paste its words instead") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _span(value: Any, size: int) -> Span:
    start, end = value
    if not (type(start) is type(end) is int and 0 <= start <= end <= size):
        raise ValueError
    return Span(start, end)
