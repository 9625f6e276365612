"""A page as a reader sees it, and, apart from it, the words that it hides.

The tree is the one that a browser builds (``selectolax``, see ``html_tree``). Each block is one
paragraph; captions too. Where the page marks its article, the article is read and its headline;
what lies around it, and navigation, advertising and forms within it, are left out, and ``unread``
counts their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from onrecord.check import html_meta
from onrecord.check.html_style import Look
from onrecord.check.html_tree import sheet_styles, walk
from onrecord.check.raw import Builder, Limits, Raw, ReadingFailed
from onrecord.check.read_text import GUESSED, bom, decode
from onrecord.check.types import Span

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main
    menu nav ol p pre search section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_NEVER = frozenset(
    """script style noscript head title svg math iframe object embed canvas audio video select
    textarea datalist meter progress input map area noframes frameset rp rt""".split()  # noqa: SIM905
)
_AROUND = frozenset("nav button form footer menu search".split())  # noqa: SIM905
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|social|newsletter|promo|advert|advertisement|ads?|cookie"
    r"|consent|breadcrumbs?|sidebar|recirc|outbrain|taboola|signup|subscribe|paywall|skip-link"
    r"|comments|most-read|trending)(?:[\s_-]|$)"
)
_FOR_THE_EAR = re.compile(r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text)(?:\s|$)", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.I)
_MAX_OPEN = 5_000
_UNCLOSED = (
    "area base br col embed hr img input link meta param source track wbr p li td tr th dt dd"
    " option"
)
_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*)")


class Hidden(NamedTuple):
    """Words that a page hides; ``sly`` if among visible words, or by a trick of looks."""

    text: str
    sly: bool


class Page(NamedTuple):
    """Visible paragraphs, hidden words, and how many words were left out."""

    visible: list[str]
    hidden: list[Hidden]
    left_out: int


def read_html(data: bytes, limits: Limits) -> Raw:
    """An HTML page.

    Raises:
        ReadingFailed: no text, or elements nested past all use.
    """
    text, guessed = _decoded(data)
    tree = parse(text, data)
    page = page_text(tree, limits, article=True)
    built = Builder()
    for paragraph in page.visible:
        built.add("visible", paragraph)
    raw = Raw("html", "")
    raw.tricks = add_hidden(built, page.hidden)
    raw.text, raw.parts = built.text[: limits.text_chars], built.parts
    raw.claims, raw.published = html_meta.claims_of(tree)
    if guessed:
        raw.unread.append(GUESSED)
    if page.left_out:
        raw.unread.append(
            f"Navigation, advertising and what lies around the article was left out: "
            f"{page.left_out:,} words."
        )
    if len(built.text) > limits.text_chars:
        raw.unread.append(f"Only the first {limits.text_chars:,} characters were read.")
    return raw


def add_hidden(built: Builder, hidden: list[Hidden]) -> list[tuple[str, Span | None, str]]:
    """Put hidden words after the visible ones; the tricks that they are."""
    tricks: list[tuple[str, Span | None, str]] = []
    for item in hidden[:500]:
        span = built.add("hidden", item.text, apart=True)
        if span and item.sly:
            shown = item.text if len(item.text) <= 80 else item.text[:80] + "…"
            tricks.append(("hidden-text", span, f"These words are hidden from readers: “{shown}”"))
    return tricks


def _decoded(data: bytes) -> tuple[str, bool]:
    head = data[:4096]
    named = _CHARSET.search(head)
    if named and not bom(data):
        name = named[1].decode("ascii").lower()
        name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
        try:
            if name != "utf-8" and "\0" not in (text := data.decode(name, "replace")):
                return text, False
        except (LookupError, ValueError, AssertionError):
            pass
    decoded = decode(data)
    return decoded.text, decoded.guessed


def parse(text: str, data: bytes | None = None) -> LexborHTMLParser:
    """The tree of a page, NUL taken out.

    Raises:
        ReadingFailed: elements nested more than 5,000 deep, whose time grows as their square.
    """
    data = text.encode("utf-8", "replace") if data is None else data
    if data.count(b"<") - 2 * data.count(b"</") > _MAX_OPEN and _depth(data) > _MAX_OPEN:
        raise ReadingFailed(
            f"this page nests its elements more than {_MAX_OPEN:,} deep; paste its words instead"
        )
    clean = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return LexborHTMLParser(clean or "<p>")


def _depth(data: bytes) -> int:
    unclosed = frozenset(_UNCLOSED.encode().split())
    depth = deepest = 0
    for closing, name in _TAG.findall(data):
        if name.lower() not in unclosed:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def page_text(tree: LexborHTMLParser, limits: Limits, *, article: bool) -> Page:
    """The page's paragraphs. ``article=False`` (mail) leaves nothing out and marks quoted blocks
    with ``> ``."""
    body = tree.body or tree.root
    if body is None:
        return Page([], [], 0)
    root = _article(tree, body) if article else body
    collector = _Collector(limits, article=article)
    around = root.mem_id != body.mem_id
    if around and root.css_first("h1") is None and (headline := tree.css_first("h1")):
        collector.headline(headline)
    collector.collect(root, sheet_styles(tree))
    if around:
        outside = len((body.text() or "").split()) - len((root.text() or "").split())
        collector.left_out += max(0, outside)
    return Page(collector.visible, collector.hidden, collector.left_out)


def _article(tree: LexborHTMLParser, body: LexborNode) -> LexborNode:
    """The element that holds the article: most of the page's words in paragraphs."""
    marked = '[itemprop="articleBody"], article, main, [role="main"]'
    everything = _paragraph_words(body)
    for candidate in tree.css(marked)[:50]:
        if 2 * _paragraph_words(candidate) > everything:
            return candidate
    return body


def _paragraph_words(node: LexborNode) -> int:
    return sum(
        len(p.text() or "") for p in node.css("p, li, h1, h2, blockquote, figcaption")[:5_000]
    )


class _Collector:
    def __init__(self, limits: Limits, *, article: bool) -> None:
        self.limits, self.article = limits, article
        self.visible: list[str] = []
        self.hidden: list[Hidden] = []
        self.left_out = 0
        self._line: list[str] = []
        self._run: list[str] = []  # hidden words that stand together
        self._held: list[tuple[str, bool]] = []  # hidden words of this block
        self._quotes = 0
        self._size = 0
        self._pre = 0
        self._sly = False

    def headline(self, node: LexborNode) -> None:
        self.visible.append(" ".join((node.text() or "").split()))

    def collect(self, root: LexborNode, styles: dict[int, dict[str, str]]) -> None:
        steps = walk(root, styles)
        skip: bool | None = None
        while self._size <= self.limits.text_chars:
            try:
                node, entering, look = steps.send(skip)
            except StopIteration:
                break
            skip = None
            if node.is_text_node:
                if entering:
                    self._text(node, look)
            elif node.is_comment_node:
                if entering:
                    self._comment(node)
            elif entering:
                skip = self._enter(node, look, root)
            elif node.tag in _BLOCKS:
                self._leave(node)
        self._flush()

    def _enter(self, node: LexborNode, look: Look, root: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "template":
            self._hide(re.sub(r"<[^>]*>", " ", node.html or ""), sly=False)
            return True
        if tag in _NEVER:
            return True
        if (
            self.article
            and node.mem_id != root.mem_id
            and not look.gone
            and self._is_around(tag, node)
        ):
            self.left_out += len((node.text() or "").split())
            return True
        if tag == "br":
            self._line.append("\n")
        elif tag in _BLOCKS:
            self._flush()
            if tag == "blockquote" and not self.article:
                self._quotes += 1
            self._pre += tag == "pre"
        elif tag == "img" and not self.article:
            self._line.append(" ")
        return False

    def _leave(self, node: LexborNode) -> None:
        self._flush()
        if node.tag == "blockquote" and not self.article:
            self._quotes = max(0, self._quotes - 1)
        self._pre -= node.tag == "pre" and self._pre > 0

    def _is_around(self, tag: str, node: LexborNode) -> bool:
        if tag in _AROUND:
            return True
        attributes = node.attributes
        if attributes.get("role") in ("navigation", "banner", "search", "contentinfo"):
            return True
        if tag not in ("div", "section", "aside", "ul", "p", "ol"):
            return False
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
        return bool(_CLUTTER.search(names)) or (tag == "aside" and _mostly_links(node))

    def _text(self, node: LexborNode, look: Look) -> None:
        words = node.text_content or ""
        if look.hidden:
            if words.strip():
                self._run.append(words)
                self._sly = not look.folded
                parent = node.parent
                heard = parent and _FOR_THE_EAR.search(parent.attributes.get("class") or "")
                if heard and parent and parent.parent and parent.parent.tag == "a":
                    self._run.clear()
            return
        if words.strip():
            self._end_run()
        self._line.append(words if self._pre else re.sub(r"[ \t\r\n\f]+", " ", words))
        self._size += len(words)

    def _comment(self, node: LexborNode) -> None:
        words = " ".join((node.comment_content or "").split())
        prose = re.fullmatch(r"[^<>{}=;\[\]|]{3,2000}", words) and words.count(" ") >= 2
        if prose:
            self._hide(words, sly=False)

    def _hide(self, words: str, *, sly: bool) -> None:
        words = " ".join(words.split())
        if re.search(r"\w", words):
            self.hidden.append(Hidden(words[:20_000], sly))

    def _end_run(self) -> None:
        if self._run:
            self._held.append((" ".join(self._run), self._sly))
            self._run = []

    def _flush(self) -> None:
        self._end_run()
        whole = "".join(self._line)
        lines = whole.split("\n") if self._pre else _lines(whole)
        paragraph = "\n".join(lines).strip()
        for words, sly in self._held:
            self._hide(words, sly=sly or bool(paragraph))
        self._held, self._line = [], []
        if paragraph:
            prefix = "> " * self._quotes
            self.visible.append("\n".join(prefix + line for line in paragraph.split("\n")))


def _lines(whole: str) -> Iterator[str]:
    for line in whole.split("\n"):
        yield re.sub(r"[ \t\r\f]+", " ", line).strip(" ")


def _mostly_links(node: LexborNode) -> bool:
    words = len(node.text() or "")
    return 2 * sum(len(link.text() or "") for link in node.css("a")[:200]) > words
