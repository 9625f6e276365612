"""Which styles hide text: the few CSS properties that decide whether words can be seen.

A person sees no word that is ``display:none``, invisible, transparent, of the colour of its
ground, smaller than two pixels, clipped away or moved off the page. Inherited values are carried
down the tree by ``Look``.

>>> page = Look()
>>> page.inner({"color": "#fff"}).hidden, page.inner({"font-size": "0"}).hidden
(True, True)
>>> page.inner({"background": "#000"}).inner({"color": "white"}).hidden
False
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;{}]{0,300})")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_NAMES = {
    "white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0), "blue": (0, 0, 255),
    "green": (0, 128, 0), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "silver": (192, 192, 192), "yellow": (255, 255, 0), "snow": (255, 250, 250),
    "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255),
    "navy": (0, 0, 128), "orange": (255, 165, 0), "purple": (128, 0, 128), "maroon": (128, 0, 0),
    "floralwhite": (255, 250, 240), "mintcream": (245, 255, 250), "azure": (240, 255, 255),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "darkgray": (169, 169, 169),
    "teal": (0, 128, 128), "lime": (0, 255, 0), "aqua": (0, 255, 255), "cyan": (0, 255, 255),
}  # fmt: skip
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_SAME = 40  # the sum of differences of three channels that no reader sees
_OFF_PAGE = 500.0  # pixels
_LENGTH = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "cm": 38.0, "in": 96.0, "vw": 12.0,
           "vh": 8.0, "%": 12.0, "": 1.0}  # fmt: skip

Colour = tuple[int, int, int]


def declarations(style: str) -> dict[str, str]:
    """``a: b; c: d`` as a mapping, lower case; an ``!important`` wins over what follows."""
    found: dict[str, str] = {}
    strong: set[str] = set()
    for name, value in _DECLARATION.findall(_COMMENT.sub("", style[:10_000].lower())):
        important = "!important" in value
        if name not in strong or important:
            found[name] = value.replace("!important", "").strip()
        if important:
            strong.add(name)
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """How text at a place of the page looks. ``ground`` is None over a picture."""

    colour: Colour | None = _BLACK
    ground: Colour | None = _WHITE
    gone: bool = False  # no descendant can come back
    folded: bool = False  # gone as menus and notes are (display: none), not by a trick of looks
    invisible: bool = False
    size: float = 16.0

    @property
    def hidden(self) -> bool:
        """Whether a reader sees nothing of it."""
        return self.gone or self.invisible or self.size < 2 or self._same_as_ground

    @property
    def _same_as_ground(self) -> bool:
        if self.colour is None or self.ground is None:
            return False
        return sum(abs(a - b) for a, b in zip(self.colour, self.ground, strict=True)) <= _SAME

    def inner(self, style: Mapping[str, str]) -> Look:
        """The look inside an element with ``style``."""
        if self.gone or not style:
            return self
        visibility = style.get("visibility")
        invisible = visibility in ("hidden", "collapse") if visibility else self.invisible
        ground = _ground(style, self.ground)
        colour = self.colour
        gone = folded = _is_folded(style)
        gone = gone or _is_gone(style)
        if given := style.get("color") or style.get("-webkit-text-fill-color"):
            gone = gone or given == "transparent" or _alpha(given) < 0.1
            colour = _colour(given, colour)
        return Look(colour, ground, gone, folded, invisible, _size(style, self.size))


def _is_folded(style: Mapping[str, str]) -> bool:
    hiding = (("display", "none"), ("mso-hide", "all"), ("content-visibility", "hidden"))
    return any(style.get(name) == value for name, value in hiding)


def _is_gone(style: Mapping[str, str]) -> bool:
    get = style.get
    if _starts_small(get("opacity"), 0.1) or re.search(r"scale\(\s*0\s*[,)]", get("transform", "")):
        return True
    clip = get("clip", "") + get("clip-path", "")
    if re.search(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01]", clip):
        return True
    if re.search(r"inset\(\s*(?:50|100)%|circle\(\s*0", clip):
        return True
    away = get("position") in ("absolute", "fixed", "relative")
    moved = [get("text-indent")] + [
        get(side) for side in ("left", "right", "top", "bottom") if away
    ]
    moved += [get("margin-left"), get("margin-top")]
    if any(_length(value) <= -_OFF_PAGE for value in moved if value):
        return True
    if translate := re.search(r"translate[xy]?\(\s*(-[\d.]+\w*%?)", get("transform", "")):
        return _length(translate[1]) <= -_OFF_PAGE
    boxed = get("overflow", "") in ("hidden", "clip")
    sides = (get("height"), get("max-height"), get("width"), get("max-width"))
    return boxed and any(value and 0 <= _length(value) <= 1 for value in sides)


def _starts_small(value: str | None, least: float) -> bool:
    found = _NUMBER.match(value or "")
    return bool(found) and float(found[0] if found else 1) < least


def _length(value: str) -> float:
    found = re.match(r"(-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))\s*([a-z%]*)", value)
    return float(found[1]) * _LENGTH.get(found[2], 1.0) if found else 50.0


def _size(style: Mapping[str, str], inherited: float) -> float:
    value = style.get("font-size")
    if not value and (
        short := re.search(r"(?<![\w.])([\d.]{1,6}(?:px|pt|em|rem|%))", style.get("font", ""))
    ):
        value = short[1]
    if not value or not (found := re.match(r"([\d.]{1,9})\s*([a-z%]*)", value)):
        return inherited
    try:
        number = float(found[1])
    except ValueError:
        return inherited
    if found[2] in ("em", "%"):
        return number * inherited / (100 if found[2] == "%" else 1)
    return number * _LENGTH.get(found[2], 1.0)


def _ground(style: Mapping[str, str], inherited: Colour | None) -> Colour | None:
    whole = style.get("background", "")
    if "url(" in whole or "gradient(" in whole or style.get("background-image", "none") != "none":
        return None
    given = style.get("background-color") or whole
    return _colour(given, inherited) if given and _alpha(given) >= 0.5 else inherited


def _alpha(value: str) -> float:
    if "transparent" in value:
        return 0.0
    if found := re.search(r"(?:rgba?|hsla?)\([^)]*[,/]\s*([\d.]{1,9})(%?)\s*\)", value):
        parts = re.findall(r"[\d.]+", value[found.start() :])
        if len(parts) >= 4 and found[1].count(".") <= 1 and found[1] != ".":
            return float(found[1]) / (100 if found[2] else 1)
    if (found := _HEX.search(value)) and len(found[1]) in (4, 8):
        return int(found[1][len(found[1]) * 3 // 4 :], 16) / (15 if len(found[1]) == 4 else 255)
    return 1.0


def _colour(value: str, inherited: Colour | None) -> Colour | None:
    """The colour in ``value``; None if it names one that we do not know."""
    if found := _HEX.search(value):
        digits = found[1]
        if len(digits) in (3, 4):
            digits = "".join(digit * 2 for digit in digits)
        if len(digits) >= 6:
            return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if found := re.search(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", value):
        return int(found[1]), int(found[2]), int(found[3])
    if re.search(r"hsla?\([^)]*[\s,](?:100|9[6-9])%", value):
        return _WHITE
    words = re.findall(r"[a-z]+", value)
    if "inherit" in words or "currentcolor" in words or "unset" in words:
        return inherited
    return next((_NAMES[word] for word in words if word in _NAMES), None)
