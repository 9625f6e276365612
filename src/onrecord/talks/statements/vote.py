"""The rule on votes: a share of the ballots is not a share of those who could vote."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.talks.statements.scene import Scene
from onrecord.talks.statements.statement import JOIN, Statement, rounded, stated


def vote_share(scene: Scene) -> Iterator[Statement]:
    """Yes votes as a share of ballots and of all who could vote."""
    for vote in scene.state.votes:
        share = vote.of_eligible
        if vote.day > scene.today or share is None:
            continue
        if vote.yes_share is None or vote.turnout is None:
            continue
        values = {
            "question": vote.question,
            "yes": rounded(vote.yes_share),
            "turnout": rounded(vote.turnout),
            "of_eligible": rounded(share, 1),
            "date": vote.day,
        }
        yield stated("vote-share", JOIN.join(vote.by), values, vote.entries)
