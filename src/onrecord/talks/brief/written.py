"""The brief as Markdown and as a page of HTML that stands alone: no script, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from onrecord.talks.brief.outline import Line, Outline

_MARKS = re.compile(r"([\\`*_{}\[\]#|~])")

STYLE = """
:root { color-scheme: light dark; --paper: #fdfbf7; --ink: #1d1b18; --quiet: #5f5a52;
  --line: #ded8cd; --accent: #7a2e1f; }
@media (prefers-color-scheme: dark) { :root { --paper: #171614; --ink: #ece8e1;
  --quiet: #a8a297; --line: #37342f; --accent: #e59a82; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; text-wrap: balance; }
.as-of { color: var(--quiet); margin: 0 0 1.5rem; }
.lead { border-left: 4px solid var(--accent); padding-left: 1rem; margin: 0 0 2rem; }
.lead p { font-size: 1.25rem; line-height: 1.45; margin: 0 0 .6rem; }
h2 { font-size: 1.05rem; margin: 2.2rem 0 .4rem; padding-top: .7rem;
  border-top: 1px solid var(--line); }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 .7rem; }
cite { font-style: normal; font-size: .85em; color: var(--quiet); white-space: nowrap; }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line);
  color: var(--quiet); font-size: .9rem; }
@media print { body { background: #fff; color: #000; font-size: 10.5pt; }
  main { max-width: none; padding: 0; } li, h2, .lead { break-inside: avoid; }
  h2 { break-after: avoid; } }
"""


def markdown(outline: Outline) -> str:
    """The outline as CommonMark; words of the record cannot make marks of their own."""
    return "\n".join(_markdown(outline)) + "\n"


def _markdown(outline: Outline) -> Iterator[str]:
    yield from (f"# {_marked(outline.title)}", "", _marked(outline.as_of), "")
    yield "\n>\n".join(f"> {_line(line, outline.owner)}" for line in outline.lead)
    for section in outline.sections:
        yield from ("", f"## {_marked(section.heading)}", "")
        yield from (f"- {_line(line, outline.owner)}" for line in section.lines)
    yield from ("", "---", "")
    yield "\n\n".join(_marked(note) for note in outline.notes)


def _line(line: Line, owner: str) -> str:
    told = cited(line, owner)
    return _marked(line.text) + (f" ({told})" if told else "")


def _marked(text: str) -> str:
    return _MARKS.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def cited(line: Line, owner: str) -> str:
    """The entries of a line as people say them: ``LWG 9, 12``; "" where it rests on none."""
    return f"{owner} {', '.join(map(str, line.citations))}" if line.citations else ""


def page(outline: Outline) -> str:
    """The outline as one HTML document."""
    return "\n".join(_page(outline)) + "\n"


def _page(outline: Outline) -> Iterator[str]:
    title = escape(outline.title)
    yield f'<!doctype html>\n<html lang="{outline.language}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f'<h1>{title}</h1>\n<p class="as-of">{escape(outline.as_of)}</p>'
    yield '<div class="lead">'
    yield from (f"<p>{_html(line, outline.owner)}</p>" for line in outline.lead)
    yield "</div>"
    for section in outline.sections:
        yield f"<section>\n<h2>{escape(section.heading)}</h2>\n<ul>"
        yield from (f"<li>{_html(line, outline.owner)}</li>" for line in section.lines)
        yield "</ul>\n</section>"
    yield "<footer>"
    yield from (f"<p>{escape(note)}</p>" for note in outline.notes)
    yield "</footer>\n</main>\n</body>\n</html>"


def _html(line: Line, owner: str) -> str:
    told = cited(line, owner)
    return escape(line.text) + (f" <cite>{escape(told)}</cite>" if told else "")
