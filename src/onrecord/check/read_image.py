"""The words in a picture, read by Debian's ``tesseract`` after Pillow has made them plain.

Nothing read from a picture is sure: the whole text is ``uncertain``. Small pictures are enlarged,
dark ones turned light, and bubbles of light letters flattened, since tesseract reads dark letters
on a light ground. Both programs run in the child, under its limits.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from onrecord.check.raw import Limits, Raw, ReadingFailed
from onrecord.check.types import Part, Span

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_MAX_PIXELS = 40_000_000
_MAX_WORKED = 12_000_000  # pixels handed to tesseract
_WANTED_WIDTH = 1_800
_NO_TESSERACT = (
    "reading a picture needs the program tesseract (Debian: apt install tesseract-ocr); or type its"
    " words instead"
)
_NO_PILLOW = (
    "reading a picture needs Pillow (pip install 'onrecord[image]'); or type its words instead"
)
_DAMAGED = (
    "this picture is damaged or of an unusual kind; save it as PNG, or type its words instead"
)
# What Pillow lets through on damaged files, besides its own errors.
_BREAKS = (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError,
           AttributeError, ArithmeticError, NotImplementedError, RuntimeError)  # fmt: skip
_SURE = 60.0  # tesseract's mean confidence under which another preparation is tried


def read_image(data: bytes, limits: Limits) -> Raw:
    """A picture: PNG, JPEG, GIF, WebP, BMP or TIFF, its first frame.

    Raises:
        ReadingFailed: tesseract or Pillow is missing, the picture is damaged or too large, or holds
            no words.
    """
    if not (program := shutil.which("tesseract")):
        raise ReadingFailed(_NO_TESSERACT)
    grey = _opened(data)
    best = _words(program, _prepared(grey))
    if best[1] < _SURE or _is_mixed(grey):
        best = max(best, _words(program, _flat(grey)), key=lambda found: (found[2], found[1]))
    text = best[0][: limits.text_chars]
    if not text.strip():
        raise ReadingFailed("no words were found in this picture; type them instead")
    raw = Raw("image", text)
    raw.parts = [Part("visible", Span(0, len(text)))]
    raw.uncertain = [Span(0, len(text))]
    raw.unread = ["A machine read these words from a picture; compare them with the picture."]
    return raw


def _opened(data: bytes) -> Picture:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError:
        raise ReadingFailed(_NO_PILLOW) from None
    Image.MAX_IMAGE_PIXELS = _MAX_PIXELS
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise ReadingFailed("this picture is too large; cut out the part that matters")
            if picture.mode in ("RGBA", "LA", "P", "PA"):
                whole = picture.convert("RGBA")
                paper = Image.new("RGBA", whole.size, "white")
                return Image.alpha_composite(paper, whole).convert("L")
            return picture.convert("L")
    except Image.DecompressionBombError:
        raise ReadingFailed("this picture is too large; cut out the part that matters") from None
    except (UnidentifiedImageError, *_BREAKS):
        raise ReadingFailed(_DAMAGED) from None


def _prepared(grey: Picture) -> Picture:
    from PIL import ImageOps, ImageStat

    # The ground covers most of a picture: its median tells light from dark.
    dark = ImageStat.Stat(grey).median[0] < 128
    return _enlarged(ImageOps.autocontrast(ImageOps.invert(grey) if dark else grey))


def _flat(grey: Picture) -> Picture:
    """Letters dark on white, whatever they were: the distance from the ground around."""
    from PIL import ImageChops, ImageFilter, ImageOps

    large = _enlarged(grey)
    ground = large.resize((max(1, large.width // 8), max(1, large.height // 8)))
    ground = ground.filter(ImageFilter.MedianFilter(9)).resize(large.size)
    return ImageOps.autocontrast(ImageOps.invert(ImageChops.difference(large, ground)), cutoff=1)


def _is_mixed(grey: Picture) -> bool:
    """Whether the picture has sizeable light and dark grounds, as chats have."""
    counts = grey.histogram()
    total = sum(counts)
    return min(sum(counts[:150]), sum(counts[190:])) > 0.12 * total


def _enlarged(grey: Picture) -> Picture:
    from PIL import Image

    factor = min(3.0, max(1.0, _WANTED_WIDTH / max(1, grey.width)))
    room = (_MAX_WORKED / max(1, grey.width * grey.height)) ** 0.5
    factor = min(factor, room)
    size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
    return grey if size == grey.size else grey.resize(size, Image.Resampling.LANCZOS)


def _words(program: str, picture: Picture) -> tuple[str, float, int]:
    """The text, tesseract's mean confidence, and how many words it is sure of."""
    held = io.BytesIO()
    picture.save(held, "PPM")
    # Its complaints go nowhere: the child's own standard error is closed to people anyway.
    done = subprocess.run(
        [program, "stdin", "stdout", "--psm", "3", "-c", "tessedit_create_tsv=1"],
        input=held.getvalue(), stdout=subprocess.PIPE, stderr=None, check=False,
    )  # fmt: skip
    return rows_of(done.stdout.decode("utf-8", "replace"))


def rows_of(table: str) -> tuple[str, float, int]:
    """Text, mean confidence and the count of sure words of tesseract's ``tsv``.

    Lines are kept; an empty line parts blocks and paragraphs.
    """
    lines: list[str] = []
    sure: list[float] = []
    line_key = paragraph_key = None
    for row in table.splitlines()[1:]:
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        sure.append(float(cells[10]))
        if cells[2:4] != paragraph_key and lines:
            lines.append("")
        if cells[2:5] == line_key:
            lines[-1] += f" {cells[11]}"
        else:
            lines.append(cells[11])
        paragraph_key, line_key = cells[2:4], cells[2:5]
    mean = sum(sure) / len(sure) if sure else 0.0
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)), mean, sum(one > 70 for one in sure)
