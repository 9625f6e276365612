"""Word lists that a typed diff and a match go by: one place for each, so that each can be argued.

All words are in the normal form of ``tokens``: lower case, no accents, American spelling,
contractions taken apart ("won't" is "will", "not"), numbers in digits.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that turn a statement round. An even number of them on both sides cancels out.
NEGATIONS: Final = _words(
    "not no never none nobody nothing nowhere neither nor without hardly scarcely barely "
    "refuse refuses refused refusing reject rejects rejected rejecting deny denies denied denying "
    "fail fails failed failing unable lack lacks lacked lacking"
)

#: Of these, the ones that negate whatever follows them in the clause.
NEGATORS: Final = _words(
    "not no never none nobody nothing neither nor without hardly scarcely barely unable"
)

#: How sure, how bound, how allowed.
MODALS: Final = _words(
    "may might can could will would shall should must ought 'd need needs needed "
    "perhaps maybe possibly probably likely certainly definitely surely "
    "hope hopes hoped plan plans planned intend intends intended expect expects expected "
    "consider considers considered considering seek seeks sought try tries tried want wants wanted "
    "promise promises promised guarantee guarantees guaranteed required permitted allowed able "
    "going"
)

#: How many, how much, how often, how nearly.
QUANTIFIERS: Final = _words(
    "all some any every each most many much few fewer several both either half majority minority "
    "least more less over under above below about around almost nearly roughly approximately "
    "exactly only just always often sometimes usually rarely seldom occasionally entirely "
    "completely fully partly partially mostly largely whole everyone everybody everything someone "
    "somebody something anyone anybody anything unanimously overwhelmingly maximum minimum double "
    "twice triple dozen dozens hundreds thousands millions billions enough too up"
)

#: Words that open a condition.
CONDITIONS: Final = _words(
    "if unless until till provided providing assuming except once pending contingent conditional "
    "whether depending otherwise subject when whenever before after while although though because"
)

#: Openers of a condition that must not be cut off; several words are written with spaces. "when",
#: "after" and "though" are left out: in speech they open a third of all sentences and seldom bind.
CUT_CONDITIONS: Final = tuple(
    tuple(opener.split())
    for opener in [
        "if",
        "unless",
        "until",
        "till",
        "provided",
        "providing",
        "assuming",
        "except",
        "pending",
        "once",
        "as long as",
        "so long as",
        "subject to",
        "on condition",
        "on the condition",
        "in case",
        "in the event",
        "contingent on",
        "contingent upon",
        "conditional on",
        "conditional upon",
        "depending on",
        "depending upon",
        "only when",
        "only after",
        "but only",
        "but not",
        "without",
    ]
)

#: Days, months and words that stand for a day.
DATE_WORDS: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays january february april june july august september "
    "october november december today tomorrow yesterday tonight noon midnight"
)

#: Months and their usual abbreviations, as numbers.
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}

#: The sides of a table, where nobody told us their names.
SIDES: Final = _words(
    "union unions guild guilds federation members member workers worker employees employee staff "
    "strikers striker employer employers company companies management managers studios studio "
    "producers producer alliance board council government ministers minister mediator owners owner "
    "landlord landlords tenants tenant teachers nurses doctors drivers writers actors hospital "
    "hospitals trust trusts university universities district schools "
    "republicans democrats republican democrat democratic"
)

#: Words that a clarification in brackets may stand for.
POINTERS: Final = _words(
    "he she it they we i you him her them us me his its their our my your this that these those "
    "here there who which the a an hers theirs ours mine yours 1 ones 's"
)

#: Words too common to tell one sentence from another. Everything else is a content word.
COMMON: Final = _words(
    "a about after again all also always am an and another any anything are around as ask at away "
    "back be because become been before being believe best better big both but by call came can "
    "come comes coming could day days did do does doing done down each even ever every everybody "
    "everyone everything far few find first for from get gets getting give go goes going good "
    "got great had has have having he hear help her here him himself his hold how i if in into is "
    "it its just keep kind know last let like little long look looking lot made make makes making "
    "man many may maybe me mean might more most much must my need never new next no not nothing "
    "now of off oh ok on once one ones only or other our out over own part people person place "
    "point put question really right said same saw say saying says see she should show since so "
    "some somebody someone something still such sure take taking talk talking tell than thank "
    "thanks that the their them then there these they thing things think this those though "
    "thought through time times to today together told too took tried true try trying two under "
    "until up us use very wait want wanted wants was way we well went were what when where whether "
    "which while who why will with work world would yes yet you your 's 'd 're year years "
    "1 2 3 1th 2th 3th able tonight sir ladies gentlemen mr mrs ms country "
    "yeah ought shall without least less else enough happen happened issue fact"
)
