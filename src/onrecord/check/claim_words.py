"""Words that name nobody: function words, and the nouns of any labour dispute."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION = _words(
    "the a an this that these those their our its his her your my any no all both each such and or "
    "but so then since after before when while as if because until of in on for to with from by "
    "about over during at into who which we they it he she i you us them there here not never "
    "have has had having be been being is are was were am do does did will also now still already "
    "just only even again finally officially formally abruptly suddenly yesterday today tonight "
    "again later earlier last next first second third latest immediately effectively currently "
    "early late morning afternoon evening night week month day year hours hour days weeks months "
    "ago meanwhile however said says saying announced reported reports confirmed according told "
    "would what whose where more than once yet"
)
DISPUTE = _words(
    "strike strikes talks negotiations bargaining discussions union unions guild members member "
    "leaders leadership workers strikers sides side parties negotiators negotiating committee "
    "council board president chair head chief officials official spokesperson spokesman "
    "spokeswoman representatives employers management deal agreement contract offer pickets "
    "picket lines line dispute walkout stoppage action industrial everyone everybody people two "
    "three weeks-long long-running striking contract pay wage wages formal new direct labour labor "
    "further previous face-to-face renewed stalled tense final initial current ongoing recent "
    "whole entire historic bitter long tentative provisional proposed joint general secretary "
    "executive director email e-mail letter message statement bulletin word news note"
)
