"""A drawing in SVG: shapes and words at places, escaped, with a title and a description.

480 units wide, so that its letters can be read on a phone; days and nights by the reader's own
setting; no script and nothing fetched. Sides are told by shape and words; colour only helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

WIDTH = 480
SIZE = 13
"""Units of a letter's height; small ones are 11."""
LETTER = 0.55
"""The width of a letter, as a share of its height: about that of a sans-serif face."""

STYLE = """
.p{fill:#fdfbf7}.t{fill:#1d1b18}.q{fill:#5f5a52}.l{stroke:#b9b2a5;fill:none}
.u{stroke:#7a2e1f;fill:#7a2e1f}.e{stroke:#1f4e6b;fill:#1f4e6b}.j{stroke:#3f5b2f;fill:#3f5b2f}
.s{stroke:none;fill:#7a2e1f;fill-opacity:.12}.n{fill:none!important}
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;stroke:none!important}
.small{font-size:11px}.b{font-weight:600}
@media (prefers-color-scheme:dark){.p{fill:#171614}.t{fill:#ece8e1}.q{fill:#a8a297}
.l{stroke:#5a554d}.u{stroke:#e59a82;fill:#e59a82}.e{stroke:#86b7d6;fill:#86b7d6}
.j{stroke:#a5c58f;fill:#a5c58f}.s{fill:#e59a82;fill-opacity:.18}}
"""

Point = tuple[float, float]


class Drawing:
    """Collects shapes; ``text`` gives the document."""

    def __init__(self) -> None:
        self._shapes: list[str] = []

    def line(self, start: Point, end: Point, look: str = "l", more: str = "") -> None:
        """A straight line."""
        ends = f'x1="{n(start[0])}" y1="{n(start[1])}" x2="{n(end[0])}" y2="{n(end[1])}"'
        self._shapes.append(f'<line class="{look}" {ends}{more}/>')

    def path(self, points: Sequence[Point], look: str, more: str = "") -> None:
        """Lines through points, unfilled."""
        held = " ".join(f"{n(x)},{n(y)}" for x, y in points)
        self._shapes.append(f'<polyline class="{look} n" stroke-width="2" points="{held}"{more}/>')

    def box(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """A filled rectangle."""
        size = f'x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"'
        self._shapes.append(f'<rect class="{look}" {size}/>')

    def mark(self, x: float, y: float, kind: str) -> None:
        """What stands for a side: a circle for the union, a square for the employers, and a
        diamond for both together."""
        if kind == "union":
            self._shapes.append(f'<circle class="u" cx="{n(x)}" cy="{n(y)}" r="4.5"/>')
        elif kind == "employers":
            self.box(x - 4, y - 4, 8, 8, "e")
        else:
            points = f"{n(x)},{n(y - 6)} {n(x + 6)},{n(y)} {n(x)},{n(y + 6)} {n(x - 6)},{n(y)}"
            self._shapes.append(f'<polygon class="j" points="{points}"/>')

    def words(self, x: float, y: float, text: str, look: str = "t", anchor: str = "start") -> None:
        """A line of words; ``anchor`` is start, middle or end."""
        place = f'x="{n(x)}" y="{n(y)}" text-anchor="{anchor}"'
        self._shapes.append(f'<text class="{look}" {place}>{escape(text)}</text>')

    def text(self, name: str, title: str, description: str, height: float) -> str:
        """The whole document; ``name`` makes its ids its own on a page with others."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {n(height)}" '
            f'role="img" aria-labelledby="{name}-title {name}-desc" lang="en">'
        )
        return "\n".join(
            [
                head,
                f'<title id="{name}-title">{escape(title)}</title>',
                f'<desc id="{name}-desc">{escape(description)}</desc>',
                f"<style>{STYLE}</style>",
                f'<rect class="p" width="{WIDTH}" height="{n(height)}"/>',
                *self._shapes,
                "</svg>\n",
            ]
        )


def n(value: float) -> str:
    """A number with one place at most."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def wrapped(text: str, width: float, size: int = SIZE) -> list[str]:
    """``text`` in lines of about ``width`` units; a word that is too long is cut."""
    most = max(4, int(width / (size * LETTER)))
    lines, line = [], ""
    for word in text.split():
        cut = word if len(word) <= most else word[: most - 1] + "…"
        if line and len(line) + 1 + len(cut) > most:
            lines.append(line)
            line = cut
        else:
            line = f"{line} {cut}".strip()
    return [*lines, line] if line else lines


def clipped(text: str, width: float, size: int = SIZE) -> str:
    """``text`` in one line of about ``width`` units."""
    most = max(4, int(width / (size * LETTER)))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
