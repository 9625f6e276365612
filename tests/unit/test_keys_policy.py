"""A policy file is read as C2SP tlog-policy says, and nothing looser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.errors import Malformed
from onrecord.keys.note import BadSignature, merge_signatures, sign_note
from onrecord.keys.policy import MAX_EACH, MalformedPolicy, parse_policy
from onrecord.keys.vkey import VKey
from tests.unit.officer_cast import key, log_key, twins, witness_key

LOG = str(log_key().vkey)
W = {name: str(witness_key(name).vkey) for name in ("a", "b", "c", "d")}

BASIC = f"log {LOG}\nwitness a {W['a']}\nwitness b {W['b']}\nwitness c {W['c']}\n"
RENAMED = str(VKey("other.example/w", witness_key("a").vkey.data))

GOOD = {
    "the shortest policy": "quorum none\n",
    "one witness is the quorum": f"witness a {W['a']}\nquorum a\n",
    "urls": f"log {LOG} https://lwg.example/r/\nwitness a {W['a']} https://a.example\nquorum a\n",
    "spaces, tabs, empty lines and comments": (
        f"\n \t\n# north\n\t # south\n \twitness\ta \t {W['a']} \t\nquorum  a\t\n\n"
    ),
    "no log at all": f"witness a {W['a']}\nquorum none\n",
    "groups in groups": BASIC + f"witness d {W['d']}\n"
    "group ab 2 a b\ngroup cd any c d\ngroup top all ab cd\nquorum top\n",
    "a quorum before an unused witness": f"witness a {W['a']}\nquorum a\nwitness b {W['b']}\n",
    "names are words only where a word is due": f"witness all {W['a']}\ngroup quorum any all\n"
    "quorum quorum\n",
    "the last line may be a comment": "quorum none\n#\n",
    "one key may be a log's and a witness's": f"log {LOG}\nwitness a "
    + str(VKey("x.example/w", b"\x04" + log_key().vkey.data[1:]))
    + "\nquorum a\n",
    "a name that begins like a comment": f"witness #a {W['a']}\nquorum #a\n",
}

BAD = {
    "no quorum": (BASIC, "no quorum line"),
    "nothing": ("", "line end"),
    "two quorums": ("quorum none\nquorum none\n", "line 2 of the policy: there is a quorum line"),
    "quorum of an unknown name": (BASIC + "quorum z\n", "'z' is not defined"),
    "quorum before its witness": (f"quorum a\nwitness a {W['a']}\n", "'a' is not defined"),
    "quorum of two names": (BASIC + "quorum a b\n", "2 items"),
    "no line end": (BASIC + "quorum a", "cut short"),
    "unknown word": ("policy x\nquorum none\n", "'policy' is not one of"),
    "upper case": ("Quorum none\n", "'Quorum' is not one of"),
    "carriage return": ("quorum none\r\n", "0x0D"),
    "form feed": ("quorum\x0cnone\n", "0x0C"),
    "delete": ("# \x7f\nquorum none\n", "0x7F"),
    "NUL in a comment": ("#\0\nquorum none\n", "0x00"),
    "comment behind a line": ("quorum none # for now\n", "items"),
    "group refers forward": (
        BASIC + "group top any x\ngroup x any a\nquorum top\n",
        "'x' is not defined on a line before",
    ),
    "group of itself": (BASIC + "group x any x\nquorum x\n", "'x' is not defined"),
    "group of none": (BASIC + "group x any none\nquorum x\n", "'none' is not defined"),
    "group named none": (BASIC + "group none any a\nquorum none\n", "not a name to give"),
    "witness named none": (f"witness none {W['a']}\nquorum none\n", "not a name to give"),
    "empty group": (BASIC + "group x all\nquorum x\n", "a group of 0"),
    "any of nobody": (BASIC + "group x any\nquorum x\n", "a group of 0"),
    "group without a rule": (BASIC + "group x\nquorum x\n", "1 items"),
    "k is 0": (BASIC + "group x 0 a b\nquorum x\n", "cannot need '0'"),
    "k above n": (BASIC + "group x 3 a b\nquorum x\n", "cannot need '3'"),
    "k with a sign": (BASIC + "group x +1 a b\nquorum x\n", "'+1' is not a plain decimal"),
    "k with a zero before": (BASIC + "group x 01 a b\nquorum x\n", "'01' is not a plain decimal"),
    "k in Arabic digits": (BASIC + "group x \u0661 a b\nquorum x\n", "not a plain decimal"),
    "k as a word": (BASIC + "group x most a b\nquorum x\n", "'most' is not a plain decimal"),
    "member twice in a group": (BASIC + "group x any a a\nquorum x\n", "'a' is a member"),
    "member of two groups": (BASIC + "group x any a\ngroup y any a b\nquorum y\n", "'a' is a mem"),
    "name twice": (f"witness a {W['a']}\nwitness a {W['b']}\nquorum a\n", "'a' is taken"),
    "group takes a witness's name": (BASIC + "group a any b\nquorum a\n", "'a' is taken"),
    "witness key twice": (f"witness a {W['a']}\nwitness b {W['a']}\nquorum a\n", "stands in"),
    "witness key under two key names": (
        f"witness a {W['a']}\nwitness b {RENAMED}\nquorum a\n",
        "stands in the policy already",
    ),
    "log twice": (f"log {LOG}\nlog {LOG}\nquorum none\n", "stands in the policy already"),
    "witness with a log's type": (f"witness a {LOG}\nquorum a\n", "type 01; a witness needs 04"),
    "log with a witness's type": (f"log {W['a']}\nquorum none\n", "type 04; a log needs 01"),
    "log without a key": ("log\nquorum none\n", "0 items"),
    "log with two urls": (f"log {LOG} u v\nquorum none\n", "3 items"),
    "witness without a key": ("witness a\nquorum a\n", "1 items"),
    "key cut short": (f"log {LOG[:-4]}\nquorum none\n", "line 1 of the policy"),
    "no-break space is no space": ("quorum\u00a0none\n", "is not one of"),
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_good_policy_is_read_and_written_in_one_form(text):
    policy = parse_policy(text)
    again = parse_policy(str(policy))
    assert again == policy
    assert str(again) == str(policy)


@pytest.mark.parametrize(("text", "reason"), BAD.values(), ids=BAD)
def test_bad_policy_is_refused_with_its_line(text, reason):
    with pytest.raises(MalformedPolicy, match=r"\A[^\n]+\Z") as refusal:
        parse_policy(text)
    assert reason in str(refusal.value)


def test_our_own_form_is_one_space_and_the_fixed_order():
    text = BASIC + "group x 2 a b c\nquorum x\n"
    assert str(parse_policy(text.replace(" ", "\t \t"))) == text


def test_names_are_octets_and_nothing_normalises_them():
    kelvin = "\N{KELVIN SIGN}".encode()
    text = b"witness K %s\nwitness %s %s\nwitness \xff\x80 %s\ngroup \xfe all K \xff\x80\n"
    text = text % (W["a"].encode(), kelvin, W["b"].encode(), W["c"].encode()) + b"quorum \xfe\n"
    policy = parse_policy(text)
    assert policy.raw == text
    names = [witness.name for witness in policy.witnesses]
    assert len(set(names)) == 3
    assert policy.satisfied([names[0], names[2]])
    assert not policy.satisfied([names[1], names[2]])


def test_key_name_that_is_not_utf8_is_refused():
    name, _, rest = W["a"].partition("+")
    with pytest.raises(Malformed):
        parse_policy(b"witness a " + name.encode() + b"\xff+" + rest.encode() + b"\nquorum a\n")


@pytest.mark.parametrize("count", [32, MAX_EACH])
def test_as_many_as_the_specification_asks_for(count):
    lines = [f"log {log_key(str(n)).vkey}" for n in range(count)]
    lines += [f"witness w{n} {witness_key(str(n)).vkey}" for n in range(count)]
    lines += [f"group g{n} all w{n}" + (f" g{n - 1}" if n else "") for n in range(count)]
    policy = parse_policy("\n".join([*lines, f"quorum g{count - 1}\n"]))
    everybody = {f"w{n}" for n in range(count)}
    assert policy.satisfied(everybody)
    assert not policy.satisfied(everybody - {"w0"})


@pytest.mark.parametrize("what", ["log", "witness", "group"])
def test_one_more_than_the_limit_is_refused(what):
    line = {
        "log": lambda n: f"log {log_key(str(n)).vkey}\n",
        "witness": lambda n: f"witness w{n} {witness_key(str(n)).vkey}\n",
        "group": lambda n: f"group g{n} any g{n - 1}\n" if n else f"{start}group g0 any a\n",
    }[what]
    start = f"witness a {W['a']}\n"
    with pytest.raises(MalformedPolicy, match=f"more than {MAX_EACH} {what} lines"):
        parse_policy("".join(map(line, range(MAX_EACH + 1))) + "quorum none\n")


def test_huge_file_is_refused_before_it_is_read():
    with pytest.raises(MalformedPolicy, match="at most"):
        parse_policy(b"# " + b"x" * (1 << 18) + b"\nquorum none\n")


TOP = parse_policy(GOOD["groups in groups"])


@given(st.sets(st.sampled_from(["a", "b", "c", "d", "ab", "cd", "top", "none", "z"])))
def test_quorum_is_what_its_groups_say_and_only_witnesses_count(names):
    assert TOP.satisfied(names) == ({"a", "b"} <= names and bool({"c", "d"} & names))


@given(
    st.integers(1, 5).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))),
    st.sets(st.integers(0, 4)),
)
def test_k_of_n_counts(rule, cosigned):
    n, k = rule
    lines = [f"witness w{each} {witness_key(str(each)).vkey}\n" for each in range(n)]
    names = " ".join(f"w{each}" for each in range(n))
    policy = parse_policy("".join(lines) + f"group g {k} {names}\nquorum g\n")
    seen = {each for each in cosigned if each < n}
    assert policy.satisfied([f"w{each}" for each in cosigned]) == (len(seen) >= k)


@given(st.binary(max_size=200))
def test_any_octets_are_read_or_refused_plainly(raw):
    try:
        policy = parse_policy(raw)
    except Malformed:
        return
    assert parse_policy(policy.raw) == policy


CHECKPOINT = "lwg.example/record\n3\n" + "A" * 43 + "=\n"


def test_cosigners_are_the_witnesses_whose_line_verifies():
    stranger = key("eve")
    note = sign_note(CHECKPOINT, log_key(), witness_key("d"), stranger, witness_key("b"))
    policy = parse_policy(GOOD["groups in groups"])
    assert policy.cosigners(note) == ("b", "d")
    assert not policy.satisfied(policy.cosigners(note))


def test_bad_line_of_a_known_witness_refuses_the_whole_note():
    elsewhere = sign_note(CHECKPOINT.replace("3", "4"), witness_key("a"))
    note = merge_signatures(sign_note(CHECKPOINT, witness_key("b")), elsewhere.signatures)
    with pytest.raises(BadSignature):
        TOP.cosigners(note)


def test_two_witnesses_that_no_signature_line_can_tell_apart_are_refused():
    one, other = twins("north.example/w", 0x04)
    with pytest.raises(MalformedPolicy, match="two keys share the name and id"):
        parse_policy(f"witness a {one}\nwitness b {other}\nquorum a\n")
