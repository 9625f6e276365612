"""The verification page in a real browser: what a member sees, what no forger can do.

The page is opened from disk and every network request is counted. Receipts come from
`page_fixtures`, which writes the formats independently of the package and of the page. The same
receipts are shown to `onrecord verify`, so that page and command cannot drift apart.
"""

from __future__ import annotations

import base64
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain.act_types import ACT_TYPES, DECISIONS
from onrecord.domain.moment import Moment
from onrecord.page.build import SCRIPTS, render_page
from onrecord.record.tell import moment
from tests.acceptance.page_fixtures import (
    NONE,
    ORIGIN,
    PRESIDENT,
    SECRETARY,
    TREASURER,
    WITNESSED,
    Key,
    Record,
    leaf_hash,
    officer,
    ordinary,
    trustee,
)

CHROMIUM = "/usr/bin/chromium"
GOLDEN = Path(__file__).parents[1] / "golden" / "page"
OFFICIAL = [PRESIDENT, SECRETARY]

if not shutil.which(CHROMIUM) and os.environ.get("CI") != "true":
    pytest.skip(f"{CHROMIUM} is missing: install Debian's chromium", allow_module_level=True)

pytestmark = pytest.mark.browser

VERIFY = """async ([receipt, pin]) => {
    const bytes = Uint8Array.from(atob(receipt), (c) => c.charCodeAt(0));
    const { word, reason, step, approval, witnesses } = await verifyReceipt(bytes, pin);
    return { word, reason, step, approval, witnesses };
}"""

FLIP = """async ([receipt, pin, bits]) => {
    const bytes = Uint8Array.from(atob(receipt), (c) => c.charCodeAt(0));
    const good = [];
    for (const bit of bits) {
        const changed = bytes.slice();
        changed[bit >> 3] ^= 1 << (bit & 7);
        const { word, reason } = await verifyReceipt(changed, pin);
        if (word !== "cannot-tell" || reason.includes("not made for")) good.push([bit, word]);
    }
    return good;
}"""


class Reader:
    """A page opened from disk, with everything that it should not do written down."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page = page
        self.path = path
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, record: Record | None) -> Reader:
        self.path.write_bytes(
            render_page(ORIGIN, record.pin) if record else render_page(None, None)
        )
        self.page.clock.set_fixed_time(WITNESSED + 3 * 86_400)
        self.page.goto(self.path.as_uri())
        return self

    def give(self, *receipts: bytes) -> str:
        """Pick files; the first verdict's first line."""
        for number, receipt in enumerate(receipts):
            file = {"name": f"{number}.tlog-proof", "mimeType": "text/plain", "buffer": receipt}
            self.page.locator("#file").set_input_files([file])
            self.page.locator(".verdict").first.wait_for()
            self.page.evaluate("async () => { await new Promise(setTimeout); await queue; }")
        return self.page.locator(".verdict").first.inner_text()

    def all_text(self) -> str:
        return self.page.locator("main").inner_text()

    def verify(self, receipt: bytes, record: Record) -> dict[str, Any]:
        pin = {"origin": ORIGIN, "leaf": record.pin}
        return self.page.evaluate(VERIFY, [base64.b64encode(receipt).decode(), pin])


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium: Any, tmp_path: Path) -> Iterator[Reader]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(10_000)
    found = Reader(page, tmp_path / "verify.html")
    yield found
    context.close()
    assert [url for url in found.requests if url != found.path.as_uri()] == []
    assert found.complaints == []


# --- what a member sees


def test_chen_drops_a_receipt_and_reads_who_said_it_to_whom_and_when(reader: Reader) -> None:
    record = ordinary()
    assert reader.open(record).give(record.receipt(3)) == "Word for word on the record."
    told = (GOLDEN / "word-for-word.txt").read_text()
    assert reader.all_text().rstrip() + "\n" == told


@pytest.mark.parametrize(
    ("made", "zone", "shown"),
    [
        ("2031-03-01T20:00:00-08:00", "America/Los_Angeles", "20:00 (America/Los_Angeles)"),
        ("2031-04-10T10:00:00+01:00", "Europe/London", "10:00 (Europe/London)"),
        ("2031-04-10T10:00:00+00:00", "Europe/London", "10:00 (UTC+00:00)"),
        ("2031-04-10T10:00:00+01:00", "UTC", "10:00 (UTC+01:00)"),
        ("2031-04-10T00:30:00+14:00", "UTC", "00:30 (UTC+14:00)"),
        ("2031-04-10T00:00:00+00:00", "UTC", "00:00 (UTC)"),
        ("2031-04-10T10:00:00-03:30", "No/Such_Zone", "10:00 (UTC-03:30)"),
    ],
)
def test_a_clock_is_never_shown_with_a_zone_that_makes_it_another_time(
    shared: Reader, made: str, zone: str, shown: str
) -> None:
    assert moment(Moment(made), zone).endswith(", " + shown)
    assert shared.page.evaluate("([made, zone]) => moment(made, zone)", [made, zone]).endswith(
        ", " + shown
    )


def test_the_receipt_that_the_page_reads_is_the_one_on_file() -> None:
    """Deterministic keys: a change in any format shows here before it shows to a member."""
    assert ordinary().receipt(3) == (GOLDEN / "word-for-word.tlog-proof").read_bytes()


def test_a_members_communication_is_said_to_exist_and_nothing_more(reader: Reader) -> None:
    record = ordinary()
    index = record.say(OFFICIAL, klass="members", number=(6, record.reference(5)))
    line = reader.open(record).give(record.receipt(index))
    assert line.startswith("A members' communication of 1 March 2031 exists.")
    assert reader.page.locator(".words").count() == 0


def test_a_pasted_receipt_is_read_like_a_dropped_one(reader: Reader) -> None:
    record = ordinary()
    reader.open(record).page.locator("#paste").fill("\n" + record.receipt(3).decode().rstrip("\n"))
    reader.page.get_by_role("button", name="Check what I pasted").press("Enter")
    heading = reader.page.get_by_role("heading", name="Word for word on the record.")
    heading.wait_for()
    assert heading.evaluate("(element) => element === document.activeElement")
    assert reader.page.locator("#verdicts").get_attribute("aria-live") == "polite"


def test_a_file_dropped_anywhere_on_the_page_is_taken(reader: Reader) -> None:
    record = ordinary()
    reader.open(record).page.evaluate(
        """(text) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], "a.tlog-proof"));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
        }""",
        record.receipt(3).decode(),
    )
    reader.page.get_by_role("heading", name="Word for word on the record.").wait_for()


def test_without_a_record_card_the_page_asks_for_it_first(reader: Reader) -> None:
    record = ordinary()
    assert "does not know the record's card" in reader.open(None).give(record.receipt(3))
    page = reader.page
    page.get_by_label("Name of the record").fill(ORIGIN)
    page.get_by_label(re.compile("Its number")).fill("12 34")
    page.get_by_role("button", name="Use this card").click()
    assert "64 characters" in page.get_by_role("alert").inner_text()
    spaced = " ".join(re.findall(".{4}", record.pin.upper()))
    page.get_by_label(re.compile("Its number")).fill(spaced)
    page.get_by_role("button", name="Use this card").click()
    assert reader.give(record.receipt(3)) == "Word for word on the record."


def test_a_record_card_can_be_dropped_as_a_file(reader: Reader) -> None:
    record = ordinary()
    reader.open(None)
    card = f"on-record/pin/v1\n{ORIGIN}\n{record.pin}\n".encode()
    reader.page.locator("#file").set_input_files(
        [{"name": "pin", "mimeType": "text/plain", "buffer": card}]
    )
    reader.page.locator("#pinned").wait_for()
    assert reader.give(record.receipt(3)) == "Word for word on the record."


def test_the_only_witness_being_the_unions_own_machine_is_said_plainly(reader: Reader) -> None:
    record = Record(witnesses={"local": Key("lwg.example/witness", 4)})
    record.root(OFFICIAL, groups=(), quorum="local")
    index = record.say(OFFICIAL)
    reader.open(record).give(record.receipt(index, cosigners=["local"]))
    assert "The only witness is the union's own machine" in reader.all_text()


# --- two receipts


@pytest.mark.parametrize(
    ("link", "line"),
    [
        ("withdraws", "Said on 1 March 2031; withdrawn on 3 March 2031."),
        ("supersedes", "Said on 1 March 2031; replaced on 3 March 2031."),
        ("corrects", "Said on 1 March 2031; corrected on 3 March 2031."),
    ],
)
@pytest.mark.parametrize("newer_first", [False, True])
def test_a_later_receipt_changes_the_verdict_on_an_earlier_one(
    reader: Reader, link: str, line: str, newer_first: bool
) -> None:
    record = ordinary()
    first = record.receipt(3)
    later = record.receipt(
        record.say(
            OFFICIAL,
            links=[f"{link}: {record.reference(3)}"],
            made="2031-03-03",
            number=(6, record.reference(5)),
        )
    )
    receipts = [later, first] if newer_first else [first, later]
    assert reader.open(record).give(*receipts) == line


def test_somebody_elses_entered_words_do_not_withdraw_the_unions(reader: Reader) -> None:
    record = ordinary()
    links = [f"withdraws: {record.reference(3)}"]
    index = record.say(OFFICIAL, voice="entered: TSA", links=links)
    reader.open(record).give(record.receipt(3), record.receipt(index))
    lines = reader.page.locator(".verdict").all_inner_texts()
    assert lines == ["Word for word on the record."] * 2


def test_two_histories_of_one_record_are_noticed(reader: Reader) -> None:
    record, other = ordinary(), ordinary()
    other.entries[5] = other.entries[4]
    line = reader.open(record).give(record.receipt(3), other.receipt(5))
    assert line == "We cannot tell. These receipts show two different histories of one record."


def test_a_later_root_that_declares_a_key_stolen_makes_the_earlier_receipt_disputed(
    reader: Reader,
) -> None:
    record = ordinary()
    before = record.receipt(3)
    after = record.receipt(_say_after_theft(record, since=3))
    line = reader.open(record).give(before, after)
    assert line == "Disputed. It rests on a key of secretary that others may have used."


# --- who may sign


def _say_after_theft(record: Record, since: int) -> int:
    """Replace the secretary, whose key was not hers alone since ``since``; then say something."""
    fresh = officer("secretary", seed="a new key")
    people = [PRESIDENT, fresh, TREASURER]
    record.root(
        [PRESIDENT, TREASURER, fresh],
        version=2,
        officers=people,
        compromised=[(SECRETARY, since)],
    )
    return record.say([PRESIDENT, fresh], version=2, number=(6, record.reference(5)))


def _ssh(kind: str) -> tuple[Record, int]:
    record, key = Record(), officer("secretary", kind)
    record.root([PRESIDENT, key], officers=[PRESIDENT, key, TREASURER])
    return record, record.say([PRESIDENT, key])


def _untouched_security_key() -> tuple[Record, int]:
    record, _ = _ssh("sk")
    key = officer("secretary", "sk")
    text = record.entries[1].decode().rsplit("\n\n", 1)[0] + "\n"
    lines = PRESIDENT.line(text.encode()) + key.line(text.encode(), present=False)
    record.entries.append((text + "\n" + lines).encode())
    return record, 2


def _rotated() -> tuple[Record, int]:
    record = ordinary()
    return record, _say_after_theft(record, since=5)


def _old_word_after_rotation() -> tuple[Record, int]:
    record, _ = _rotated()
    return record, 4


def _stolen() -> tuple[Record, int]:
    record, _ = _rotated()
    return record, 5


def _recovered() -> tuple[Record, int]:
    record, lawyer, fresh = Record(), trustee("lawyer"), officer("chair")
    record.root(OFFICIAL, trustees=[lawyer], thresholds=(2, 1, 2, 1, 2, 1))
    record.root([lawyer, fresh], version=2, officers=[fresh], thresholds=(1, 1, 1, 1, 1))
    return record, record.say([fresh], version=2)


def _usurped() -> tuple[Record, int]:
    """One officer alone makes a root of herself."""
    record = ordinary()
    record.root([PRESIDENT], version=2, officers=[PRESIDENT], thresholds=(1,) * 5)
    return record, record.say([PRESIDENT], version=2)


def _skipped_version() -> tuple[Record, int]:
    record = ordinary()
    record.root([PRESIDENT, SECRETARY], version=3)
    return record, record.say(OFFICIAL, version=3)


def _wrong_previous() -> tuple[Record, int]:
    record = ordinary()
    record.root(OFFICIAL, version=2, previous=record.reference(3))
    return record, record.say(OFFICIAL, version=2)


def _without_new_officers() -> tuple[Record, int]:
    """The old officers name people who never accepted."""
    record, people = ordinary(), [officer("one"), officer("two"), officer("three")]
    record.root(OFFICIAL, version=2, officers=people)
    return record, record.say(people[:2], version=2)


def _one_key_twice() -> tuple[Record, int]:
    record, twin = Record(), officer("secretary", "ssh", seed=PRESIDENT.name)
    record.root([PRESIDENT, twin], officers=[PRESIDENT, twin, TREASURER])
    return record, record.say([PRESIDENT, twin])


def _frozen() -> tuple[Record, int]:
    record = ordinary()
    record.freeze([TREASURER])
    return record, record.say(OFFICIAL)


def _frozen_twice() -> tuple[Record, int]:
    record = ordinary()
    record.freeze([TREASURER])
    record.freeze([TREASURER])
    return record, 3


def _stolen_key_again() -> tuple[Record, int]:
    record, _ = _rotated()
    record.root([PRESIDENT, TREASURER, SECRETARY], version=3)
    return record, record.say(OFFICIAL, version=3)


def _before_the_freeze() -> tuple[Record, int]:
    record, _ = _frozen()
    return record, 4


def _thawed() -> tuple[Record, int]:
    record = ordinary()
    record.freeze([TREASURER])
    record.root(OFFICIAL, version=2)
    return record, record.say(OFFICIAL, version=2)


def _strike(signers: list[Key]) -> tuple[Record, int]:
    record = Record()
    record.root(OFFICIAL, thresholds=(2, 1, 3, 1, 2))
    acts = ["act: strike-called\n by: LWG\n against: TSA\n on: 2031-03-02"]
    return record, record.say(signers, acts=acts)


def _entered(signers: list[Key]) -> tuple[Record, int]:
    record = Record()
    record.root(OFFICIAL)
    return record, record.say(signers, voice="entered: TSA")


def _said(signers: list[Key], **parts: Any) -> tuple[Record, int]:
    record = Record()
    record.root(OFFICIAL)
    return record, record.say(signers, **parts)


def _other_owner() -> tuple[Record, int]:
    return _said(OFFICIAL, voice="own: TSA")


SCENARIOS = {
    "two officers of three": (lambda: _said(OFFICIAL), "exact"),
    "one officer where two are needed": (lambda: _said([PRESIDENT]), "1 of the 2 officers"),
    "one officer who signs twice": (lambda: _said([PRESIDENT] * 2), "1 of the 2 officers"),
    "a stranger signs too": (lambda: _said([PRESIDENT, officer("eve")]), "1 of the 2 officers"),
    "an OpenSSH key": (lambda: _ssh("ssh"), "exact"),
    "a security key": (lambda: _ssh("sk"), "exact"),
    "a security key that nobody touched": (_untouched_security_key, "was changed after"),
    "a strike needs three and has three": (
        lambda: _strike([PRESIDENT, SECRETARY, TREASURER]),
        "exact",
    ),
    "a strike needs three and has two": (lambda: _strike(OFFICIAL), "2 of the 3 officers"),
    "their words need one officer": (lambda: _entered([TREASURER]), "exact"),
    "another party's words passed off as own": (_other_owner, "own words are LWG's"),
    "signed under a root that is not in force": (
        lambda: _said(OFFICIAL, version=2),
        "signed under officer root 2",
    ),
    "after the officers changed": (_rotated, "exact"),
    "an old word after the officers changed": (_old_word_after_rotation, "exact"),
    "a word that rests on a stolen key": (_stolen, "disputed"),
    "trustees put new officers in": (_recovered, "exact"),
    "one officer replaces all the others": (_usurped, "not signed by enough"),
    "a root that skips a version": (_skipped_version, "was left out"),
    "a root that follows another entry": (_wrong_previous, "does not follow"),
    "new officers who never signed": (_without_new_officers, "0 of the 2 people"),
    "one key for two officers": (_one_key_twice, "one key to two people"),
    "added while the record was frozen": (_frozen, "was frozen"),
    "frozen twice over": (_frozen_twice, "frozen twice"),
    "a stolen key comes back": (_stolen_key_again, "declared stolen"),
    "said before the record was frozen": (_before_the_freeze, "exact"),
    "a new root after the freeze": (_thawed, "exact"),
}


def _agrees(result: dict[str, Any], expected: str) -> bool:
    if expected in ("exact", "disputed"):
        return result["word"] == expected
    return result["word"] == "cannot-tell" and expected in result["reason"]


@pytest.fixture(scope="module")
def shared(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """One page for the many receipts that are judged by its `verifyReceipt` directly."""
    page = chromium.new_page()
    yield Reader(page, tmp_path_factory.mktemp("page") / "verify.html").open(None)
    page.close()


@pytest.mark.parametrize("name", SCENARIOS)
def test_officers(shared: Reader, name: str) -> None:
    scenario, expected = SCENARIOS[name]
    record, index = scenario()
    result = shared.verify(record.receipt(index), record)
    assert _agrees(result, expected), result


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_command_line_says_the_same(name: str) -> None:
    """The package's verifier, on the same receipts: both must reach the same word."""
    from onrecord.record.pin import Pin
    from onrecord.record.verify import verify_receipt

    scenario, expected = SCENARIOS[name]
    record, index = scenario()
    pin = Pin(ORIGIN, leaf_hash(record.entries[0]))
    verdict = verify_receipt(record.receipt(index), pin, now=WITNESSED)
    word = expected if expected in ("exact", "disputed") else "cannot-tell"
    assert verdict.word.value == word, verdict


# --- the log and its witnesses


def test_every_entry_of_trees_of_all_shapes_is_found(shared: Reader) -> None:
    record = Record()
    record.root(OFFICIAL)
    for number in range(1, 20):
        record.say(OFFICIAL, number=(number, NONE if number == 1 else record.reference(number - 1)))
    for size in (2, 3, 4, 5, 7, 8, 9, 16, 17, 20):
        for index in {1, size // 2, size - 2, size - 1} - {0}:
            result = shared.verify(record.receipt(index, size=size), record)
            assert result["word"] == "exact", (size, index, result)


def test_below_the_quorum_is_not_official(shared: Reader) -> None:
    record = ordinary()
    for cosigners in ([], ["local"], ["press"], ["press", "press"]):
        result = shared.verify(record.receipt(3, cosigners=cosigners), record)
        assert result["word"] == "cannot-tell"
        assert "Not enough witnesses" in result["reason"]
        assert result["step"] == 3


def test_it_is_as_fresh_as_its_quorum_and_no_fast_clock_makes_it_fresher(shared: Reader) -> None:
    record = ordinary()
    seen = shared.verify(record.receipt(3), record)["witnesses"]
    assert (seen["oldest"], seen["newest"]) == (WITNESSED, WITNESSED), "both of two are needed"


def test_a_checkpoint_line_that_the_root_does_not_name_is_a_change(shared: Reader) -> None:
    record = ordinary()
    raw = record.receipt(3)
    line = raw.rstrip(b"\n").rpartition(b"\n")[2]
    assert line.startswith("\u2014 ".encode())
    name = line.split(b" ")[1]
    result = shared.verify(raw + line.replace(name, name + b"x") + b"\n", record)
    assert result["word"] == "cannot-tell"
    assert "does not name" in result["reason"]


def test_two_of_three_witnesses_are_enough_where_the_record_says_so(shared: Reader) -> None:
    three = {name: Key(f"{name}.example/witness", 4) for name in ("local", "press", "law")}
    record = Record(witnesses=three)
    record.root(OFFICIAL, groups=("some 2 local press law",), quorum="some")
    index = record.say(OFFICIAL)
    for pair in itertools.combinations(three, 2):
        assert shared.verify(record.receipt(index, cosigners=pair), record)["word"] == "exact"
    assert shared.verify(record.receipt(index, cosigners=["law"]), record)["word"] == "cannot-tell"


def test_another_records_card_proves_nothing(shared: Reader) -> None:
    record, other = ordinary(), Record()
    other.root(OFFICIAL, quorum="local")
    result = shared.verify(record.receipt(3), other)
    assert "not the one on the record card" in result["reason"]


def test_another_logs_signature_proves_nothing(shared: Reader) -> None:
    record = ordinary()
    record.log = Key(ORIGIN, seed="a thief's own log")
    assert "did not sign" in shared.verify(record.receipt(3), record)["reason"]


def test_a_receipt_that_leaves_out_the_newest_root_does_not_verify(shared: Reader) -> None:
    record, index = _rotated()
    result = shared.verify(record.receipt(index, controls=[0]), record)
    assert "signed under officer root 2" in result["reason"]


def test_roots_out_of_order_are_refused(shared: Reader) -> None:
    record, index = _rotated()
    assert shared.verify(record.receipt(index, controls=[6, 0]), record)["word"] == "cannot-tell"
    assert shared.verify(record.receipt(index, controls=[0, 0]), record)["word"] == "cannot-tell"
    assert shared.verify(record.receipt(index, controls=[]), record)["word"] == "cannot-tell"


# --- hostile bytes


def test_no_single_changed_bit_yields_a_verdict(shared: Reader) -> None:
    """Every 61st bit of the receipt, which is odd and so meets every place within a byte."""
    record = ordinary()
    receipt = record.receipt(3)
    pin = {"origin": ORIGIN, "leaf": record.pin}
    bits = list(range(0, 8 * len(receipt), 61))
    assert len(bits) > 400
    sent = base64.b64encode(receipt).decode()
    assert shared.page.evaluate(FLIP, [sent, pin, bits]) == []


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("a leading zero", lambda raw: raw.replace(b"index 3", b"index 03")),
        ("Windows line ends", lambda raw: raw.replace(b"\n", b"\r\n")),
        ("no last line end", lambda raw: raw[:-1]),
        ("an empty line more", lambda raw: raw + b"\n"),
        ("a byte order mark", lambda raw: b"\xef\xbb\xbf" + raw),
        ("half of it", lambda raw: raw[: len(raw) // 2]),
        ("a space in the base64", lambda raw: raw.replace(b"extra ", b"extra  ")),
        (
            "a hash too many",
            lambda raw: raw.replace(b"index 3\n", b"index 3\n" + b"A" * 43 + b"=\n"),
        ),
        ("a hash missing", lambda raw: re.sub(rb"(index 3\n)[^\n]+\n", rb"\1", raw)),
        ("another index", lambda raw: raw.replace(b"\nindex 3\n", b"\nindex 2\n")),
        ("an index past the end", lambda raw: raw.replace(b"\nindex 3\n", b"\nindex 6\n")),
        ("a huge index", lambda raw: raw.replace(b"\nindex 3\n", b"\nindex " + b"9" * 40 + b"\n")),
        ("nothing", lambda raw: b""),
        ("binary junk", lambda raw: bytes(range(256)) * 64),
        ("its first line alone", lambda raw: raw.split(b"\n")[0] + b"\n"),
        ("70 signatures", lambda raw: raw + raw.splitlines(keepends=True)[-1] * 70),
    ],
)
def test_another_spelling_of_a_receipt_is_refused(shared: Reader, what: str, change: Any) -> None:
    record = ordinary()
    receipt = change(record.receipt(3))
    assert receipt != record.receipt(3)
    result = shared.verify(receipt, record)
    assert result["word"] == "cannot-tell", what
    assert "not made for" not in result["reason"]


def test_a_file_over_the_limit_is_refused_without_being_read(reader: Reader) -> None:
    line = reader.open(ordinary()).give(b"\x00" * ((1 << 20) + 1))
    assert line == "We cannot tell. This is too large to be a receipt, which has at most 1 MiB."


def test_binary_junk_is_called_what_it_is(reader: Reader) -> None:
    line = reader.open(ordinary()).give(bytes(range(256)))
    assert line == "We cannot tell. This is not a receipt."


def test_a_script_in_the_text_is_shown_and_never_run(reader: Reader) -> None:
    attack = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>\n'
    record = Record()
    record.root(OFFICIAL)
    index = record.say(OFFICIAL, words=attack, title="<b>bold</b>")
    assert reader.open(record).give(record.receipt(index)) == "Word for word on the record."
    assert reader.page.locator(".words").inner_text() == attack.rstrip()
    assert reader.page.locator("main img, main script, main b").count() == 0
    assert reader.page.evaluate("window.hit") is None


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\x07", "\x85", "\ufeff"])
def test_a_text_that_shows_what_it_does_not_say_is_refused(shared: Reader, hidden: str) -> None:
    record, index = _said(OFFICIAL, words=f"We accept{hidden} nothing.\n")
    assert shared.verify(record.receipt(index), record)["word"] == "cannot-tell"


def test_the_policy_stops_what_the_script_does_not_do(chromium: Any, tmp_path: Path) -> None:
    """Were some script to get in after all, the browser refuses it the network and the markup."""
    page = chromium.new_page()
    reader = Reader(page, tmp_path / "verify.html").open(ordinary())
    refused = page.evaluate(
        """async () => {
            const tried = [];
            try { await fetch("https://eve.example/"); } catch { tried.push("fetch"); }
            try { document.body.innerHTML = "<p>x"; } catch { tried.push("innerHTML"); }
            const script = document.createElement("script");
            try { script.text = "window.hit = 1"; document.body.append(script); } catch {}
            if (window.hit === undefined) tried.push("script");
            return tried;
        }"""
    )
    page.close()
    assert refused == ["fetch", "innerHTML", "script"]
    assert [url for url in reader.requests if url.startswith("http")] == []


def test_a_browser_without_ed25519_says_so(chromium: Any, tmp_path: Path) -> None:
    page = chromium.new_page()
    page.add_init_script(
        "crypto.subtle.importKey = async () => { throw new DOMException('', 'NotSupportedError'); }"
    )
    record = ordinary()
    line = Reader(page, tmp_path / "verify.html").open(record).give(record.receipt(3))
    page.close()
    assert line.startswith("We cannot tell. This browser cannot check Ed25519 signatures; use a")


# --- how it looks and what it is made of


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_off_the_side(reader: Reader, width: int) -> None:
    record = Record()
    record.root(OFFICIAL)
    index = record.say(OFFICIAL, words="w" * 400 + "\n", title="t" * 200)
    reader.page.set_viewport_size({"width": width, "height": 800})
    reader.open(record).give(record.receipt(index))
    reader.page.locator("summary").click()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width


CONTRAST = """(selector) => {
    const element = document.querySelector(selector);
    const light = (colour) => {
        const [r, g, b] = colour.match(/[0-9.]+/g).slice(0, 3).map((c) => {
            c /= 255;
            return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let behind = element;
    while (/, 0\\)$/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
    const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
    const [low, high] = pair.map(light).sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sound", [True, False])
def test_contrast_is_aaa_for_the_verdict_and_aa_elsewhere(
    reader: Reader, scheme: str, sound: bool
) -> None:
    record = ordinary()
    reader.page.emulate_media(color_scheme=scheme)
    reader.open(record).give(record.receipt(3) if sound else b"junk")
    assert reader.page.evaluate(CONTRAST, ".verdict") >= 7
    others = [".word", "summary", "#pick", "#check", "footer p", *([".limit"] if sound else [])]
    for selector in others:
        assert reader.page.evaluate(CONTRAST, selector) >= 4.5, selector


def test_every_field_and_button_can_be_reached_by_keyboard_and_has_a_name(reader: Reader) -> None:
    page = reader.open(ordinary()).page
    names = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()"
            )
        )
    assert names == [
        "Paste the receipt, or drop its file here",
        "Choose a file",
        "Check what I pasted",
        "Use another card",
    ]


def test_the_page_never_says_what_it_cannot_know() -> None:
    page = render_page(None, None).decode().lower()
    shown = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", page, flags=re.S | re.M)
    for word in ("fake", "debunk", "trust us", "oops", "valid signature"):
        assert word not in shown


def test_the_page_asks_nobody_and_builds_no_markup_from_data() -> None:
    page = render_page(None, None).decode()
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert word not in page
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "src=", "@import", "url("):
        assert word not in page


def test_the_script_is_the_same_for_every_record() -> None:
    scripts = {
        re.search(r"<script>.*</script>", page.decode(), re.S)[0]  # type: ignore[index]
        for page in (render_page(None, None), render_page(ORIGIN, "ab" * 32))
    }
    assert len(scripts) == 1
    assert len(SCRIPTS) == 4


def test_a_name_with_markup_in_it_cannot_change_the_page() -> None:
    page = render_page('"><script>alert(1)</script>', "ab" * 32).decode()
    assert "<script>alert" not in page


def test_every_decision_of_the_domain_is_one_on_the_page(shared: Reader) -> None:
    for name in ACT_TYPES:
        decides = shared.page.evaluate("(name) => DECISION.test(name)", name)
        assert decides == (name in DECISIONS), name
