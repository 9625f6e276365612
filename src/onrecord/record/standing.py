"""How an entry stands in a record that was read whole: its verdict as of the newest checkpoint.

Unlike a receipt, a whole record can show what came after: replaced, withdrawn, disputed. And only
a whole record can say "nothing on the record", with how much was looked through.
"""

from __future__ import annotations

from onrecord.domain.communication import Communication
from onrecord.keys.note import Note
from onrecord.record.directory import OpenRecord
from onrecord.record.entry import Entry, parse_entry
from onrecord.record.history import Item, Replacement
from onrecord.record.official import Witnessed
from onrecord.record.receipt import Control, Proof, Receipt
from onrecord.record.tell import ages, day, describe, instant, tell_entry
from onrecord.record.verdict import Verdict, Word, cannot_tell


def stand(record: OpenRecord, index: int, *, now: int) -> Verdict:
    """The verdict on entry ``index`` of a record; ``now`` in POSIX seconds, to tell ages.

    Raises:
        NoSuchEntry: the record does not reach that far.
    """
    record.reader.leaf(index)
    item = record.history.items[index]
    told = ages(record.witnessed, record.history.chain, now)
    if item.entry is None or item.problem:
        return cannot_tell("It is on the log, but it does not count.", item.problem, *told)
    if not record.witnessed.quorum:
        return cannot_tell("It is awaiting witnesses, and is not official until then.", *told)
    if who := record.history.disputed(index):
        line = f"Disputed. It rests on a key of {', '.join(who)} that others may have used."
        return Verdict(Word.DISPUTED, line, told)
    if changes := record.history.replacements(index):
        return _replaced(record, item, changes, told)
    if item.approval is None:
        return Verdict(Word.EXACT, "Word for word on the record.", told, item.entry.note.text)
    return tell_entry(item.entry, index, item.approval, told, whole_record=True)


def look_up(record: OpenRecord, raw: bytes, *, now: int) -> Verdict:
    """The verdict on the bytes of an entry: where it is in the record, or that it is not.

    Raises:
        Malformed: the bytes are no entry.
    """
    entry = parse_entry(raw)
    found = [item for item in record.history.items if item.leaf == entry.leaf]
    if found:
        counts = [item for item in found if not item.problem]
        return stand(record, (counts or found)[0].index, now=now)
    size, told = record.reader.size, ages(record.witnessed, record.history.chain, now)
    seen = record.witnessed.seen
    until = f", as of {instant(seen)}" if seen is not None else ""
    return Verdict(
        Word.NOT_ON_RECORD,
        "Nothing on the record. That does not mean it was not said.",
        (f"None of the entries 0 to {size - 1:,} is this one{until}.", *told),
    )


def receipt_for(record: OpenRecord, index: int) -> Receipt:
    """The receipt of entry ``index``, with the newest checkpoint.

    Raises:
        NoSuchEntry: the record does not reach that far.
    """
    reader = record.reader
    controls = tuple(
        Control(reader.entry(item.index), Proof(item.index, tuple(reader.inclusion(item.index))))
        for item in record.history.items
        if item.entry is not None and item.entry.is_control and not item.problem
    )
    proof = Proof(index, tuple(reader.inclusion(index)))
    return Receipt(reader.entry(index), controls, proof, _named_lines(record.witnessed).raw)


def _named_lines(witnessed: Witnessed) -> Note:
    """The checkpoint with the lines that the policy names, and no other: see ``verify``."""
    return Note(witnessed.note.text, witnessed.lines)


def _replaced(
    record: OpenRecord, item: Item, changes: tuple[Replacement, ...], told: tuple[str, ...]
) -> Verdict:
    withdrawn = [change for change in changes if change.relation == "withdraws"]
    last = (withdrawn or list(changes))[-1]
    old, new = _words(item), _words(record.history.items[last.index])
    word = Word.WITHDRAWN if withdrawn else Word.SUPERSEDED
    done = "withdrawn" if withdrawn else "replaced"
    # The owner may take off what it entered for somebody else; that party took nothing back.
    by = "" if new.by == old.by else f" by {', '.join(new.by)}"
    line = f"Said on {day(old.made)}; {done}{by} on {day(new.made)}."
    details = (describe(old), f"Entry {item.index}, {done} by entry {last.index}.", *told)
    return Verdict(word, line, details, old.text or "")


def _words(item: Item) -> Communication:
    assert isinstance(item.entry, Entry)
    assert isinstance(item.entry.statement, Communication)
    return item.entry.statement
