"""Lines are found for every TOML file that there is, at no cost worth naming."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.toml_lines import MAX_DEPTH, MAX_VALUES, TooMuch, locate

EVERYTHING = '''# a comment with = and [brackets]
a = 1
"b c" = 'x' # "
'd' = """
[[not.a.table]]
e = "
""" # three quotes """
f = \'\'\'
g = 1
\'\'\'
h = [ # a list
  1, "]", # not the end
  [2,
   3], { i = 4,  j = [
     5] },
]
k.l.m = """a"""""
n = \'\'\'''\'\'\'
o = { p.q = "}", r = {} }
s = 2031-03-01 20:00:00
[t]
u = 1
  [ t . v ]
  w = "\\\\"
[[x]]
y = 1
[[x]]
y = 2
[[x.z]]
y = 3
[[x.z]]
y = 4
[x.z.deep]
y = 5
'''

LINES = {
    ("a",): 2,
    ("b c",): 3,
    ("d",): 4,
    ("f",): 8,
    ("h",): 11,
    ("h", 0): 12,
    ("h", 1): 12,
    ("h", 2): 13,
    ("h", 2, 1): 14,
    ("h", 3): 14,
    ("h", 3, "j", 0): 15,
    ("k", "l", "m"): 17,
    ("n",): 18,
    ("o", "p", "q"): 19,
    ("s",): 20,
    ("t", "u"): 22,
    ("t", "v"): 23,
    ("t", "v", "w"): 24,
    ("x", 0): 25,
    ("x", 1, "y"): 28,
    ("x", 1, "z", 1, "y"): 32,
    ("x", 1, "z", 1, "deep", "y"): 34,
}


@pytest.mark.parametrize("path", LINES)
def test_it_finds(path):
    assert tomllib.loads(EVERYTHING)
    assert locate(EVERYTHING).line(*path) == LINES[path]


def test_what_has_no_line_has_that_of_what_is_around_it():
    where = locate(EVERYTHING)
    assert where.line("x", 1, "missing") == 27
    assert where.line("missing") == 1
    assert where.line() == 1


def paths(value: Any, path: tuple = ()):
    rows = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in rows:
        yield (*path, key)
        if isinstance(below, (dict, list)):
            yield from paths(below, (*path, key))


KEYS = st.from_regex(r"[a-c]{1,2}", fullmatch=True)
TEXTS = st.text(st.sampled_from("ab[]{}=,#.'\" "), max_size=8)
SCALARS = st.one_of(
    st.sampled_from(["1", "-1.5", "true", "2031-03-01", "2031-03-01T20:00:00-08:00"]),
    TEXTS.map(lambda text: "'" + text.replace("'", "") + "'"),
    TEXTS.map(lambda text: '"' + text.replace('"', '\\"') + '"'),
    TEXTS.map(lambda text: '"""\n' + text.replace('"', '\\"') + '\n"""'),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda held: "[ # list\n" + ",\n".join(held) + "\n]"),
        st.dictionaries(KEYS, inner.filter(lambda text: "\n" not in text), max_size=2).map(
            lambda held: "{ " + ", ".join(f"{key} = {value}" for key, value in held.items()) + " }"
        ),
    ),
    max_leaves=5,
)
DOCUMENTS = st.lists(
    st.one_of(
        st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]}"),
        KEYS.map(lambda key: f"[[{key}]]"),
        st.tuples(KEYS, KEYS).map(lambda pair: f"[{pair[0]}.{pair[1]}]"),
    ),
    max_size=6,
).map("\n".join)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(DOCUMENTS)
def test_whatever_toml_reads_is_found(text):
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        locate(text)
        return
    where = locate(text)
    lines = text.split("\n")
    for path in paths(data):
        if path in where.lines and isinstance(path[-1], str):
            assert path[-1] in lines[where.line(*path) - 1]
        implicit = [found for found in where.lines if found[: len(path)] == path]
        assert implicit, f"{path} is not found in {text!r}"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("ab[]{}=,#.'\"\\ \n1"), max_size=40))
def test_what_is_not_toml_ends_the_search_quietly(text):
    assert locate(text).line("a") >= 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\n" + "a.b.c.d.e = 1", 2),
        ("\n\n[a.b.c.d.e]", 3),
        ("a = " + "[" * (MAX_DEPTH + 1), 1),
        ("a = [\n" + "1,\n" * MAX_VALUES + "]", MAX_VALUES + 1),
        ("a = 1\nb = " + "1" * 65, 2),
        ("\n" * 150_001, 150_000),
    ],
)
def test_a_limit_passed_is_named_with_its_line(text, line):
    with pytest.raises(TooMuch) as refused:
        locate(text)
    assert refused.value.line == line
