"""What the record lets one say of the talks: each sentence from a rule, with its entries.

``statements(state, today=...)`` gives them in a fixed order; ``render`` gives the words.
"""

from onrecord.talks.statements.derive import RULES, statements
from onrecord.talks.statements.render import render
from onrecord.talks.statements.statement import Prices, Statement

__all__ = ["RULES", "Prices", "Statement", "render", "statements"]
