"""A chart as a page of HTML that stands alone: the picture, what it shows in words, its table."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from onrecord.talks.brief.written import STYLE
from onrecord.talks.charts.ask import Chart

_MORE = """
figure { margin: 0; } figure svg { width: 100%; max-width: 40rem; height: auto; display: block; }
figcaption { color: var(--quiet); margin: .6rem 0 1.5rem; font-size: 1rem; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-size: .95rem; width: 100%; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
td:first-child { white-space: nowrap; }
"""


def figure(chart: Chart) -> str:
    """The page, ending with a line feed."""
    return "\n".join(_page(chart)) + "\n"


def _page(chart: Chart) -> Iterator[str]:
    title = escape(chart.title)
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{STYLE}{_MORE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{title}</h1>\n<figure>\n{chart.svg.strip()}"
    yield f"<figcaption>{escape(chart.caption)}</figcaption>\n</figure>"
    yield '<div class="table" tabindex="0" role="region" aria-label="The same as a table">'
    yield "<table>\n<thead><tr>"
    yield "".join(f'<th scope="col">{escape(cell)}</th>' for cell in chart.header)
    yield "</tr></thead>\n<tbody>"
    for row in chart.table:
        yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>"
