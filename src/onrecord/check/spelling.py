"""British and American spelling brought to one form, by a word list and a few rules.

The one form is the American one where the two differ in letters that never make another word:

>>> [canonical(w) for w in ("rumours", "organise", "centre", "travelling", "cheque", "promise")]
['rumors', 'organize', 'center', 'traveling', 'check', 'promize']

Forms need not be words ("promize"): they are compared, never shown. No rule may join two words of
different meaning; that is why "-ise" wants three letters before it ("prise" is not "prize").
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_PAIRS: Final = dict(
    pair.split("=")
    for pair in [
        "cheque=check",
        "cheques=checks",
        "programme=program",
        "programmes=programs",
        "grey=gray",
        "tyre=tire",
        "tyres=tires",
        "kerb=curb",
        "plough=plow",
        "ploughs=plows",
        "sceptic=skeptic",
        "sceptics=skeptics",
        "sceptical=skeptical",
        "scepticism=skepticism",
        "aluminium=aluminum",
        "ageing=aging",
        "judgement=judgment",
        "judgements=judgments",
        "acknowledgement=acknowledgment",
        "acknowledgements=acknowledgments",
        "fulfil=fulfill",
        "fulfils=fulfills",
        "fulfilment=fulfillment",
        "enrol=enroll",
        "enrols=enrolls",
        "enrolment=enrollment",
        "skilful=skillful",
        "skilfully=skillfully",
        "wilful=willful",
        "wilfully=willfully",
        "instalment=installment",
        "instalments=installments",
        "instil=instill",
        "instils=instills",
        "jewellery=jewelry",
        "towards=toward",
        "afterwards=afterward",
        "backwards=backward",
        "forwards=forward",
        "upwards=upward",
        "downwards=downward",
        "learnt=learned",
        "burnt=burned",
        "dreamt=dreamed",
        "spelt=spelled",
        "spoilt=spoiled",
        "leapt=leaped",
        "manoeuvre=maneuver",
        "manoeuvres=maneuvers",
        "manoeuvring=maneuvering",
        "cosy=cozy",
        "pyjamas=pajamas",
        "moustache=mustache",
        "draught=draft",
        "draughts=drafts",
        "artefact=artifact",
        "artefacts=artifacts",
        "enquiry=inquiry",
        "enquiries=inquiries",
        "enquire=inquire",
        "practise=practice",
        "practised=practiced",
        "practises=practices",
        "practising=practicing",
        "licence=license",
        "licences=licenses",
        "licenced=licensed",
        "defence=defense",
        "defences=defenses",
        "offence=offense",
        "offences=offenses",
        "pretence=pretense",
        "gaol=jail",
        "omelette=omelet",
        "woollen=woolen",
        "marvellous=marvelous",
        "counsellor=counselor",
        "counsellors=counselors",
        "councillor=councilor",
        "councillors=councilors",
        "speciality=specialty",
        "encyclopaedia=encyclopedia",
        "paediatric=pediatric",
        "paediatrician=pediatrician",
        "anaesthetic=anesthetic",
        "haemorrhage=hemorrhage",
        "foetus=fetus",
        "foetal=fetal",
        "oestrogen=estrogen",
        "gynaecologist=gynecologist",
        "orthopaedic=orthopedic",
        "archaeology=archeology",
        "mediaeval=medieval",
        "okay=ok",
    ]
)
_OUR: Final = re.compile(
    r"^((?:un|dis|mis|re|pro|anti|mid)?(?:lab|rum|col|fav|hon|neighb|harb|behavi|endeav|hum|flav|"
    r"vig|rig|vap|parl|arm|savi|sav|od|glam|val|ard|cand|clam|demean|ferv|ranc|splend|succ|tum|arb|"
    r"enam|misdemean))our(?=$|s$|ed$|ing$|er|ite|able|ably|less|ful|ism|hood|ly$|ist|al|y$)"
)
_ISE: Final = re.compile(r"^(\w{3,})is(e[sdr]?|ers|ing|ations?|ational|able)$")
_YSE: Final = re.compile(r"^(anal|paral|catal|electrol|dial|psychoanal)ys(e[sdr]?|ers|ing)$")
_RE: Final = re.compile(
    r"^(cent|theat|(?:kilo|centi|milli)?met|(?:milli)?lit|fib|spect|calib|lust|meag|somb|sab|epicent)"
    r"re(s|d)?$"
)
_OGUE: Final = re.compile(r"^(dial|catal|anal|monol|epil|prol)ogu(e|es|ed|ing)$")
_LL: Final = re.compile(
    r"^(trave|cance|mode|labe|counse|fue|leve|signa|quarre|marve|channe|tunne|initia|dia|"
    r"due|riva|tota|unrave|funne|pane|libe|peda|shove|swive|grove|equa|towe)"
    r"ll(ed|ing|er|ers|ings)$"
)
_PP: Final = re.compile(r"^(worship|kidnap)p(ed|ing|er|ers)$")


@lru_cache(maxsize=65_536)
def canonical(word: str) -> str:
    """The form of ``word`` (lower case) that its British and American spellings share."""
    if word in _PAIRS:
        return _PAIRS[word]
    word = _OUR.sub(r"\1or", word)
    word = _ISE.sub(r"\1iz\2", word)
    word = _YSE.sub(r"\1yz\2", word)
    word = _RE.sub(lambda m: f"{m[1]}er{m[2] or ''}" if m[2] != "d" else f"{m[1]}ered", word)
    word = _OGUE.sub(lambda m: f"{m[1]}og{m[2][1:] if m[2] in ('es', 'ed') else ''}", word)
    return _PP.sub(r"\1\2", _LL.sub(r"\1l\2", word))


_BACK: Final[dict[str, list[str]]] = {}
for _british, _american in _PAIRS.items():
    _BACK.setdefault(_american, []).append(_british)


def spellings(word: str) -> list[str]:
    """Other spellings of ``word`` that have the same canonical form, in a fixed order."""
    tries = [
        *_BACK.get(word, ()),
        canonical(word),
        word.replace("or", "our", 1),
        re.sub(r"iz(e[sdr]?|ers|ing|ations?|ational|able)$", r"is\1", word),
        re.sub(r"yz(e[sdr]?|ers|ing)$", r"ys\1", word),
        re.sub(r"er(s?)$", r"re\1", word),
        re.sub(r"og(s?)$", r"ogue\1", word),
        re.sub(r"l(ed|ing|ers?|ings)$", r"ll\1", word),
    ]
    form = canonical(word)
    return [t for t in dict.fromkeys(tries) if t != word and canonical(t) == form]
