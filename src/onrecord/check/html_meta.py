"""What a page says of its own publication: JSON-LD, meta elements, ``<time>``.

Claims, not proof: anyone can write any date into a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date.created",
    "pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date",
    "article.published", "citation_publication_date", "citation_date", "originalpublicationdate",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "bt:pubdate", "published-date",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?:T|\Z)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov",
         "dec dic"), start=1
    )
    for name in names.split()
}  # fmt: skip
_WORDS = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:de\s+)?)?\b({'|'.join(_MONTHS)})[a-z]*\.?\s+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?:de\s+)?(\d{4})",
    re.IGNORECASE,
)
_MAX_JSON = 300_000
_MAX_VALUES = 20_000


def claims_of(tree: LexborHTMLParser) -> tuple[list[tuple[str, str]], date | None]:
    """The page's claims (``published``, ``title``, ``author``) and the first date that can be read.

    Every different ``published`` is claimed, the likeliest first.
    """
    seen: dict[str, date] = {}
    for value in [*_json_dates(tree), *_meta_dates(tree), *_time_dates(tree)]:
        day = day_of(value)
        if day and day not in seen.values():
            seen[value.strip()[:100]] = day
    claims = [("published", value) for value in seen]
    title = tree.css_first("title")
    if title and (words := " ".join((title.text() or "").split())[:300]):
        claims.append(("title", words))
    claims += [("author", value[:200]) for value in _metas(tree, ("author", "article:author"))[:1]]
    return claims, next(iter(seen.values()), None)


def day_of(value: str) -> date | None:
    """The calendar day in a written date, as its writer's clock showed it.

    >>> day_of("2031-03-01T23:30:00-08:00"), day_of("Sat, 1 Mar 2031"), day_of("03/04/2031")
    (datetime.date(2031, 3, 1), datetime.date(2031, 3, 1), None)
    """
    value = value[:200]
    try:
        if found := _ISO.search(value):
            year, month, day = (part for part in found.groups() if part)
            return date(int(year), int(month), int(day))
        if found := _WORDS.search(value):
            day = found[1] or found[3]
            month_number = _MONTHS[found[2].lower()]
            return date(int(found[4]), month_number, int(day)) if day else None
    except ValueError:
        pass
    return None


def _json_dates(tree: LexborHTMLParser) -> Iterator[str]:
    for script in tree.css('script[type="application/ld+json"]')[:20]:
        text = script.text() or ""
        if len(text) > _MAX_JSON:
            continue
        try:
            found = json.loads(text, parse_int=str)
        except (ValueError, RecursionError):
            continue
        yield from _walk(found)


def _walk(value: Any) -> Iterator[str]:
    waiting, seen = [value], 0
    while waiting and seen < _MAX_VALUES:
        value, seen = waiting.pop(), seen + 1
        if isinstance(value, dict):
            given = value.get("datePublished")
            if isinstance(given, str):
                yield given
            waiting.extend(reversed(list(value.values())))
        elif isinstance(value, list):
            waiting.extend(reversed(value))


def _metas(tree: LexborHTMLParser, names: tuple[str, ...]) -> list[str]:
    found: dict[str, str] = {}
    for node in tree.css("meta")[:500]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content and name.lower() in names:
            found.setdefault(name.lower(), content)
    return [found[name] for name in names if name in found]


def _meta_dates(tree: LexborHTMLParser) -> list[str]:
    return _metas(tree, _META)


def _time_dates(tree: LexborHTMLParser) -> Iterator[str]:
    marked = 'time[pubdate], time[itemprop="datePublished"], [itemprop="datePublished"]'
    for node in [*tree.css(marked)[:5], *tree.css("article time, header time, time")[:1]]:
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content") or node.text()
        if value:
            yield value
