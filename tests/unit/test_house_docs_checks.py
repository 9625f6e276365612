"""The document checks find each kind of fault, and nothing in documents without one."""

from __future__ import annotations

import pytest

from tests.docs_checks import anchors, faults

DOCS = "docs/"  # kept apart from the names below: this file's own citations are checked too

DECISION = "# 0001\n\n## Context\n\n## Decision\n\n## Consequences\n"
SOUND = {
    "README.md": f"# Read [this]({DOCS}manual/start.md#first-steps) ![map](map.svg)\n"
    "[up](#read-this-map)\n"
    "`[not a link](nowhere.md)` and [outside](https://example.org/x.md)\n"
    "```\n[nor this](nowhere.md)\n```\n",
    "map.svg": "<svg/>",
    f"{DOCS}manual/start.md": "# Start\n\n## First steps\n\n`onrecord check FILE`\n",
    f"{DOCS}adr/README.md": "[0001](0001-first.md)\n",
    f"{DOCS}adr/0001-first.md": DECISION,
    "src/a.py": f'"""{DOCS}manual/start.md#start"""\n',
    "tests/b.py": "",
    "bench/c.py": "",
}
FAULTY = {
    "a dead link": ({"x.md": "[x](y.md)"}, "x.md: the link y.md leads nowhere"),
    "a dead picture": ({"x.md": "![x](y.png)"}, "x.md: the link y.png leads nowhere"),
    "a dead anchor": (
        {"x.md": f"[x]({DOCS}manual/start.md#last)"},
        f"x.md: the link {DOCS}manual/start.md#last leads nowhere",
    ),
    "a dead anchor of its own": ({"x.md": "# A\n[x](#b)"}, "x.md: the link #b leads nowhere"),
    "a citation of a document that is not there": (
        {"src/a.py": f"# {DOCS}spec/gone.md"},
        f"src/a.py: {DOCS}spec/gone.md is cited and is not there",
    ),
    "a citation of a heading that is not there": (
        {"tests/b.py": f"# {DOCS}manual/start.md#gone"},
        f"tests/b.py: {DOCS}manual/start.md#gone is cited and is not there",
    ),
    "an undocumented command": (
        {f"{DOCS}manual/start.md": "# Start\n\n## First steps\n\n`onrecord check-all`\n"},
        f"{DOCS}manual: nothing says what 'onrecord check' does",
    ),
    "a decision out of the index": (
        {f"{DOCS}adr/0002-second.md": DECISION},
        f"{DOCS}adr/README.md: 0002-second.md is not in the index",
    ),
    "a decision without consequences": (
        {f"{DOCS}adr/0001-first.md": "## Context\n## Decision\n"},
        f"{DOCS}adr/0001-first.md: has no heading '## Consequences'",
    ),
    "a number used twice": (
        {f"{DOCS}adr/README.md": "(0001-first.md) (0001-x.md)", f"{DOCS}adr/0001-x.md": DECISION},
        f"{DOCS}adr/0001-x.md: a decision begins with a number of its own, as 0001-",
    ),
}


def _write(root, tree):
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_sound_documents_have_no_fault(tmp_path):
    tree = {**SOUND, ".venv/x.md": "[x](gone.md)"}
    assert faults(_write(tmp_path, tree), ["check"]) == []


@pytest.mark.parametrize("name", FAULTY)
def test_each_fault_is_found_and_named(tmp_path, name):
    change, line = FAULTY[name]
    assert line in faults(_write(tmp_path, {**SOUND, **change}), ["check"])


def test_anchors_are_the_forge_s_own():
    text = "# What `verify` says: 1, 2\n## Twice\n## Twice\n```\n# not this\n```\n<a id='x'></a>"
    text += '<a id="own"></a>\n## [A link](x.md) here\n'
    assert anchors(text) == {
        "what-verify-says-1-2",
        "twice",
        "twice-1",
        "own",
        "a-link-here",
    }
