"""The rules that one statement can be held to with nothing but its place and the root in force.

A receipt and a whole record apply them alike; what needs the entries before (ids, series, links)
is in :mod:`onrecord.record.history`.
"""

from __future__ import annotations

from onrecord.domain.communication import Communication
from onrecord.domain.party import Parties
from onrecord.keys.root import OfficerRoot


def misplaced(statement: Communication | Parties, root: OfficerRoot, index: int) -> str:
    """Why ``statement`` cannot count as entry ``index`` under ``root``; empty if it can."""
    if statement.record != root.record:
        return f"it was signed for another record, {statement.record}"
    if statement.root != root.version:
        return f"it was signed under officer root {statement.root}; {root.version} is in force"
    if statement.after is not None and statement.after.size > index:
        return f"it says that it follows {statement.after.size} entries; {index} stand before it"
    return _misspoken(statement, root, index) if isinstance(statement, Communication) else ""


def _misspoken(said: Communication, root: OfficerRoot, index: int) -> str:
    if said.own and said.by != (root.owner,):
        return f"it is given as own, and own words are those of the owner, {root.owner}"
    if not said.own and root.owner in said.by:
        return f"it is entered, and words of the owner, {root.owner}, are signed as its own"
    for relation, target in said.links:
        if target.index >= index:
            return f"it {relation} entry {target.index}, which does not stand before it"
    return ""
