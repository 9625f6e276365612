"""The documents are part of what is promised: links lead somewhere, nothing is undocumented.

``python -m tests.docs_checks`` (part of ``./dev docs`` and ``./dev lint``) prints one line for each
fault and leaves with status 1 if there is one. It reads every Markdown file under the root and
checks that

- relative links, their anchors, and pictures lead to something that exists;
- documents and anchors named in source comments, as ``docs/spec/members-only.md#the-seed``, exist;
- every command of ``onrecord`` has its place in ``docs/manual``;
- every decision in ``docs/adr`` is in its index, has a number of its own, and says its context,
  decision and consequences.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".venv", ".git", "build", "dist", "node_modules"}

_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?:(?!\1).)+\1", re.DOTALL)
_LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_ANCHOR = re.compile(r"<a (?:id|name)=\"([^\"]+)\"")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//")
_CITED = re.compile(r"\bdocs/[a-z0-9/._-]+?\.md(?:#[a-z0-9_-]+)?")
_ADR_PARTS = ("## Context", "## Decision", "## Consequences")


def files(root: Path, suffix: str) -> Iterator[Path]:
    """The project's files that end in ``suffix``, in order; not what was installed or built."""
    for path in sorted(root.rglob(f"*{suffix}")):
        if not SKIPPED & set(path.relative_to(root).parts) and path.is_file():
            yield path


def anchors(markdown: str) -> set[str]:
    """The anchors that a forge gives to a document's headings, and those that it sets itself."""
    found: set[str] = set(_ANCHOR.findall(markdown))
    counts: dict[str, int] = {}
    for heading in _HEADING.findall(_FENCE.sub("", markdown)):
        slug = _slug(heading)
        repeat = counts.get(slug, 0)
        counts[slug] = repeat + 1
        found.add(f"{slug}-{repeat}" if repeat else slug)
    return found


def _slug(heading: str) -> str:
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def dead_links(root: Path) -> Iterator[str]:
    """A line for every relative link of a document that leads nowhere."""
    for path in files(root, ".md"):
        text = path.read_text(encoding="utf-8")
        for target in _LINK.findall(_CODE.sub("", _FENCE.sub("", text))):
            if not _OUTSIDE.match(target) and not _exists(path, target):
                yield f"{path.relative_to(root)}: the link {target} leads nowhere"


def dead_citations(root: Path) -> Iterator[str]:
    """A line for every document named in the source or its tests that is not there."""
    for folder in ("src", "tests", "bench"):
        for path in files(root / folder, ".py"):
            for cited in sorted(set(_CITED.findall(path.read_text(encoding="utf-8")))):
                if not _exists(root / "x", cited):
                    where = path.relative_to(root)
                    yield f"{where}: {cited} is cited and is not there"


def _exists(document: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = document.parent / name if name else document
    if not path.exists():
        return False
    if not anchor or path.suffix != ".md":
        return True
    return anchor in anchors(path.read_text(encoding="utf-8"))


def undocumented(root: Path, commands: list[str]) -> Iterator[str]:
    """A line for every command that no page of the manual writes as ``onrecord NAME``."""
    manual = "\n".join(
        path.read_text(encoding="utf-8") for path in files(root / "docs" / "manual", ".md")
    )
    for name in commands:
        if not re.search(rf"\bonrecord {re.escape(name)}\b(?!-)", manual):
            yield f"docs/manual: nothing says what 'onrecord {name}' does"


def decision_faults(root: Path) -> Iterator[str]:
    """A line for every decision that is not indexed, shares a number or leaves a part out."""
    folder = root / "docs" / "adr"
    index = folder / "README.md"
    indexed = index.read_text(encoding="utf-8") if index.exists() else ""
    numbers: set[str] = set()
    for path in files(folder, ".md"):
        if path == index:
            continue
        name = path.name
        if f"({name})" not in indexed:
            yield f"docs/adr/README.md: {name} is not in the index"
        if name[:4] in numbers or not re.match(r"\d{4}-", name):
            yield f"docs/adr/{name}: a decision begins with a number of its own, as 0001-"
        numbers.add(name[:4])
        text = path.read_text(encoding="utf-8")
        for part in _ADR_PARTS:
            if part not in text:
                yield f"docs/adr/{name}: has no heading '{part}'"


def faults(root: Path, commands: list[str]) -> list[str]:
    """Every fault in the documents under ``root``."""
    return [
        *dead_links(root),
        *dead_citations(root),
        *undocumented(root, commands),
        *decision_faults(root),
    ]


def main() -> int:
    """Check this project's documents."""
    from onrecord.cli.main import COMMANDS

    found = faults(ROOT, list(COMMANDS))
    for line in found:
        print(line)
    documents = sum(1 for _ in files(ROOT, ".md"))
    print(f"docs: {documents} documents and {len(COMMANDS)} commands checked, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
