"""Letters of other scripts that look like Latin ones, and words that they were slipped into.

The tables are our own choice out of what Unicode Technical Standard 39 lists: only letters that a
reader would take for the Latin one in a common typeface. Lower-case Cyrillic ``к м т н`` are not
among them: they look like small capitals, and Russian text is full of them.

>>> latin_word("n\\u043et"), latin_word("кот"), latin_word("coбaкa")
('not', 'кот', 'собака')
"""

from __future__ import annotations

import re

# Each row: the Latin letter, then letters that look like it (Cyrillic, Greek, Armenian, Cherokee,
# Lisu, Coptic and others).
_ROWS = """
A ΑАᎪꓮ|B ΒВᏴꓐ|C СϹⲤᏟꓚ|D Ꭰꓓ|E ΕЕᎬꓰ|F Ϝꓝ|G ԌᏀꓖ|H ΗНᎻꓧⲎ|I ΙІӀⲒꓲ|J ЈͿᎫꓙ|K ΚКᏦꓗⲔ|L Ꮮꓡ|M ΜМᎷꓟⲘ
N ΝꓠⲚ|O ΟОՕⲞꓳ|P ΡРᏢꓑⲢ|Q Ԛⵕ|R ᎡᏒꓣ|S ЅՏᏚꓢ|T ΤТᎢꓔⲦ|U Սꓴ|V ѴᏙꓦ|W ԜᎳꓪ|X ΧХꓫⲬ|Y ΥУҮꓬⲨ|Z ΖᏃꓜ
a аα|b Ьᏼ|c сϲⲥ|d ԁ|e еҽ|f ք|g ց|h һհ|i іιꙇ|j јϳ|k κ
l ӏ|n ոռη|o оοօⲟ|p рρⲣ|q ԛգզ|s ѕ|t τ|u սυ|v νѵ|w ԝѡա|x хχ|y уγү
a ɑ|g ɡ|i ıɩ|n ɴ|s ꜱ|b ʙ|h ʜ|l ʟ|r ʀ|y ʏ|e ᴇ|t ᴛ
o ᴏ|a ᴀ|c ᴄ|d ᴅ|m ᴍ|u ᴜ|v ᴠ|w ᴡ|z ᴢ|k ᴋ|p ᴘ|j ᴊ|i ɪ|g ɢ|f ꜰ
"""
LATIN: dict[str, str] = {
    alike: row[0] for line in _ROWS.split("\n") for row in line.split("|") for alike in row[2:]
}
# The other way round: a Latin letter in a word of another script.
CYRILLIC = dict(zip("aceopxyiABCEHKMOPTXI", "асеорхуіАВСЕНКМОРТХІ", strict=True))
GREEK = dict(zip("ovABEHIKMNOPTXYZ", "ονΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True))

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ\u1e00-\u1eff"
_PHONETIC = "ɐ-ʯᴀ-ᶿꜰꜱ"
_OTHER = "Ͱ-ϿЀ-ԯ\u0531-\u0587Ꭰ-Ᏽᏼⴰ-ⵥⲀ-⳿ꓐ-ꓽꙀ-ꚟ"
_MARKS = "\u0300-\u036f'’"
_WORD = f"[{_LATIN}{_PHONETIC}{_OTHER}{_MARKS}]+"
# Words worth a look: they hold a letter of another script, or one of phonetic writing.
SUSPECT = re.compile(rf"(?=[{_OTHER}{_LATIN}]*[{_PHONETIC}{_OTHER}ı]){_WORD}")
_IS_LATIN = re.compile(f"[{_LATIN}]")
_IS_CYRILLIC = re.compile("[Ѐ-ԯꙀ-ꚟ]")
_IS_GREEK = re.compile("[Ͱ-Ͽ]")
_IS_PHONETIC = re.compile(f"[{_PHONETIC}ı]")

# Common words: a word that looks like one of these, letter by letter, in a line of Latin writing
# is taken for it even where not one of its letters is Latin.
COMMON = frozenset(
    """a i o y an as at be by do go he if in is it me my no of on or so to up us we al de del el
    en es la las lo los me mi ni no nos se si su un una ya and any are but can did for get had has
    her him his how its may new not now off our out own pay say she the too two use was way who why
    yes yet you cap cut dues deal dead deals each ease else even ever fail fails false cease ceased
    cease-fire chose close closed closes code cause agree agreed alas all also base based because
    been being boss both case cash cost could day days does done dont end ended every face fees
    from full gain give given gone good have here hope hours house idea into job jobs join keep
    know last leave less like line loss lost make many members mere might money more most much must
    name need never next nine none nope nor offer office once one only open over paid part pause
    pension people place plan please president press price proposal raise raised refuse reject
    rejected right said salary same says scope see seek self shall should side sign signed since
    six some soon speak staff still stop strike such take talk talks tell ten than that their them
    then there these they this those three time under union until vote voted votes wage wages want
    week weeks well were what when where which will with within without wont work worker workers
    would year years your accept accepted acceptable except expose piece peace paycheck pace scab
    scabs copy copies hype score yeah space special speech accede access eye eyes hey show
    shows slow low
    como con cuando dos esa ese eso este esta hay hoy jamas mas más muy nada nunca para pero poco
    por que qué según ser sin sobre solo son sus también todo todos oyó acepta aceptar paso peso
    pesos caso cosa cosas casa seis así así sí""".split()  # noqa: SIM905
)


def latin_word(word: str, *, plain_line: bool = False) -> str:
    """``word`` with its foreign letters undone, or as it stands where it is honest.

    ``plain_line`` says that nothing else on its line is written in another script; then a word
    wholly of look-alikes that spells a common word is taken for that word.
    """
    if _IS_PHONETIC.search(word) and not re.search(f"[{_OTHER}]", word):
        return _phonetic(word)
    if not _IS_LATIN.search(word):
        return _whole(word) if plain_line else word
    spelled = "".join(LATIN.get(letter, letter) for letter in word)
    if not re.search(f"[{_OTHER}{_PHONETIC}]", spelled):
        return spelled if _is_word(word, spelled) else word
    return _foreign(word)


def _is_word(word: str, spelled: str) -> bool:
    # "ρV" or "αt" is a formula: a word has a word's case, and Greek needs more letters than that.
    shaped = spelled.islower() or spelled.isupper() or spelled.istitle() or len(spelled) > 4
    latin = len(_IS_LATIN.findall(word))
    return shaped and (spelled.lower() in COMMON or not _IS_GREEK.search(word) or latin >= 2)


def _whole(word: str) -> str:
    spelled = "".join(LATIN.get(letter, letter) for letter in word)
    return spelled if spelled.lower() in COMMON else word


def _phonetic(word: str) -> str:
    # Small capitals and IPA look-alikes: honest in transcriptions and in Turkish; a trick only
    # where they spell a common word.
    return _whole(word)


def _foreign(word: str) -> str:
    for script, table in ((_IS_CYRILLIC, CYRILLIC), (_IS_GREEK, GREEK)):
        if script.search(word):
            turned = "".join(table.get(letter, letter) for letter in word)
            own = len(script.findall(word))
            if not _IS_LATIN.search(turned) and own >= 2:
                return turned
    return word
