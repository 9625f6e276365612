"""Walking a parsed page: its style sheets, its hidden parts, its paragraphs.

``selectolax`` (Lexbor) builds the tree that a browser builds, so that a page cannot say one thing
to a reader and another to us. The walk keeps no stack of its own calls: nesting costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from onrecord.check.html_style import Look, declarations

_RULE = re.compile(r"([^{}@;]{1,500})\{([^{}]{1,2000})\}")
_AT_RULE = re.compile(r"@(?!media|supports)[\w-]+[^{;]{0,500}(?:;|\{(?:[^{}]|\{[^{}]*\})*\})")
_OTHER_MEDIA = re.compile(r"@media[^{]*\bprint\b[^{]*\{(?:[^{}]|\{[^{}]*\})*\}", re.IGNORECASE)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:|font-size\s*:|(?<!-)color\s*:|opacity\s*:|clip|indent\s*:"
    r"|position\s*:|overflow\s*:|background|transform\s*:|mso-hide",
    re.IGNORECASE,
)
_MAX_RULES = 600
_MAX_MATCHES = 200_000

Style = dict[str, str]


def sheet_styles(tree: LexborHTMLParser) -> dict[int, Style]:
    """For each element that a ``<style>`` rule touches (by its address), what the rules say.

    Rules apply by weight (ids, classes, tags) and then in order; media other than the screen and
    states such as ``:hover`` are left out.
    """
    rules: list[tuple[tuple[int, int, int], int, str, Style]] = []
    for sheet in tree.css("style"):
        text = _OTHER_MEDIA.sub(
            "", re.sub(r"/\*.*?\*/", "", (sheet.text() or "")[:500_000], flags=re.DOTALL)
        )
        for selectors, body in _RULE.findall(_AT_RULE.sub("", text)):
            if len(rules) >= _MAX_RULES:
                break
            if _HIDING.search(body):
                style = declarations(body)
                for selector in selectors.split(","):
                    rules.append((_weight(selector), len(rules), selector.strip(), style))
    styles: dict[int, Style] = {}
    matches = 0
    for _, _, selector, style in sorted(rules, key=lambda rule: rule[:2]):
        for node in _matching(tree, selector):
            styles.setdefault(node.mem_id, {}).update(style)
            matches += 1
            if matches > _MAX_MATCHES:
                return styles
    return styles


def _weight(selector: str) -> tuple[int, int, int]:
    classes = selector.count(".") + selector.count("[")
    return selector.count("#"), classes, len(re.findall(r"(?:^|[\s>+~])[a-z]", selector.lower()))


def _matching(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    if not selector or ":" in selector or len(selector) > 200:
        return []
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError):
        return []


class Step(NamedTuple):
    """One step of a walk: into a node, or out of it; ``look`` is how text inside it looks."""

    node: LexborNode
    entering: bool
    look: Look


def walk(root: LexborNode, styles: dict[int, Style]) -> Generator[Step, bool | None, None]:
    """Every node below ``root`` and itself, in order; the caller may skip with ``send(True)``."""
    node: LexborNode | None = root
    looks = [Look()]
    top = root.mem_id  # nodes compare by their whole HTML, which takes long
    while node is not None:
        look = looks[-1].inner(own_style(node, styles)) if node.is_element_node else looks[-1]
        skip = yield Step(node, True, look)
        child = None if skip else node.first_child
        if child is not None:
            looks.append(look)
            node = child
            continue
        yield Step(node, False, look)
        while node is not None and node.next is None and node.mem_id != top:
            node = node.parent
            looks.pop()
            if node is None:
                return
            yield Step(node, False, looks[-1])
        if node is None or node.mem_id == top:
            return
        node = node.next


def own_style(node: LexborNode, styles: dict[int, Style]) -> Style:
    """What style sheets, attributes and the ``style`` attribute say of one element."""
    attributes = node.attributes
    style: Style = {}
    if attributes:
        for name, prop in (("color", "color"), ("bgcolor", "background-color")):
            if value := attributes.get(name):
                style[prop] = value.lower()[:100]
        if attributes.get("background"):
            style["background-image"] = "url()"
        if node.tag == "font" and attributes.get("size") == "0":
            style["font-size"] = "10px"
        if "hidden" in attributes:
            style["display"] = "none"
    style.update(styles.get(node.mem_id, {}))
    if attributes and (given := attributes.get("style")):
        style.update(declarations(given))
    if node.tag in ("a", "button"):
        style.setdefault("color", "blue")
    return style
