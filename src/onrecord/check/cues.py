"""Words that tell who speaks: verbs of speech, role nouns, documents, and the small words around.

Each list is lower case. ``SPEECH`` verbs tell of words said or written and carry an attribution
on their own; ``STANCE`` verbs do so only where their object is under quotation marks.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for looking up."""
    return frozenset(text.split())


def _forms(text: str) -> frozenset[str]:
    """Every regular form of the verbs in ``text`` (base forms)."""
    return frozenset(form for base in text.split() for form in _inflect(base))


def _inflect(base: str) -> tuple[str, str, str, str]:
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeou":
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    ending = "es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return base, base + ending, base + "ed", base + "ing"


SPEECH = _forms(
    """accuse acknowledge add address admit admonish advise advocate affirm agree allege
    announce answer argue ask assert assure aver boast brag caution charge claim clarify
    comment complain concede conclude condemn confess confide confirm contend continue
    counter countered cry declare decry demand deny describe disclose dismiss echo elaborate
    emphasize emphasise exclaim explain express note observe offer opine outline plead
    pledge post predict proclaim promise pronounce propose protest question quip rail read
    reason recall recommend recount reiterate rejoin relate remark remember remind repeat
    reply report request respond retort reveal scold shout signal speculate state stress
    suggest summarize summarise testify thunder tout tweet urge vow warn whisper wonder joke
    mock chant deadpan muse crow insist lament interject blog email text echo mention preach
    recite murmur mutter scream yell snap sigh laugh chuckle gush enthuse surmise theorize
    posit reckon maintain marvel implore instruct order intone jab invite notify inform
    profess brand label dub term deem characterize characterise portray cite credit
    criticize criticise praise blast attack denounce slam rip deride ridicule taunt hail
    applaud herald defend endorse reference discuss compare liken detail specify highlight
    point promote retweet declare react sum close finish end begin open conclude follow-up
    press pronounce hint imply believe expect feel fear hope worry guess figure estimate
    doubt plan vow intend decide bemoan boom snipe gripe grumble growl bark chide chastise
    castigate deplore rebuke lambaste berate upbraid ponder question hypothesize"""
) | word_set(
    """said says say saying told tells tell telling wrote writes write writing written spoke
    speaks speak speaking called calls call calling put puts putting held holds thought
    thinks think thinking began went goes read reads quipped swore swears quoth swear
    insisted found finds find shows show showed forecast knew knows know knowing concurred
    argued admitted conceded referred refers refer referring quipped pled plead submitted
    replied joked complained tweeted recalled quoted quotes quoting quote rebutted rebuts
    shrugged threatened threatens hinted bragged joking likened panned lauded vented lashed
    fumed scoffed"""
)

PLAIN = word_set(
    """said says say saying told tells tell telling wrote writes write writing tweeted tweets
    added adds asked asks replied replies responded responds continued continues explained
    explains noted notes stated states declared declares read reads argued argues warned
    warns insisted insists announced announces concluded concludes recalled recalls quipped
    joked observed remarked testified answered asserted admitted acknowledged conceded
    claimed claims contended exclaimed predicted promised vowed posted urged proclaimed
    suggested suggests lamented complained boasted reported reports pointed stressed
    emphasized emphasised told believes believed thinks maintained maintains alleged alleges
    fumed pleaded cautioned confessed revealed reiterated mused countered shouted yelled
    screamed thundered confided counselled summed echoed cracked ranted implied tells wrote
    writes write pledged pledges argue insist explain recall admit concede
    maintain allege suggest acknowledge contend predict"""
)
"""Verbs that are nearly always followed or preceded by words said."""

AUXILIARIES = word_set(
    """'s ’s 're ’re 've ’ve 'd ’d 'll ’ll 'm ’m has have had was were is are be been being
    will would can could may might must shall should did does do also then later once now
    still just even never not always often repeatedly recently soon again already only first
    simply n't reportedly famously previously similarly further instead ever merely
    immediately both all himself herself themselves itself"""
)

NOT_NOW = word_set(
    """offering expecting planning hoping feeling ending beginning closing opening ordering
    defending attacking endorsing promoting fearing intending deciding figuring holding
    going beginning thinking knowing showing finding reading running making posting posing
    signaling inviting finishing starting pressing specifying crediting voting proposing
    promising mocking railing inspiring demanding worrying doubting requesting ordering
    leading fighting"""
)
"""Forms in -ing that, unlike ``saying``, seldom lead to words said."""

OUTER = PLAIN | word_set(
    "adding noting claiming arguing insisting conceding believing explaining admitting tells"
)
"""Verbs whose ``that he ...`` clause has the same speaker: ``X said he expects "..."``."""

PRONOUNS = word_set("he she they it i we you who")
HE, SHE, THEY, IT = (
    word_set("he him his"),
    word_set("she her hers"),
    word_set("they them their"),
    "it",
)

FUNCTION = word_set(
    """a an the this that these those and or but nor so yet if when while as because since
    after before until unless though although whether where why how what which whose whom of
    for from at in on to by with about against into over under between through during
    without within upon among amid like than per via toward towards despite regarding
    concerning including along across behind beyond near off out up down around he she they
    it i we you who him her them us me his its their our my your not no is are was were be
    been being am has have had do does did will would can could may might must shall should
    there here then also just even still now very too more most much many some any each
    every both either neither other another such only own same yes well oh however meanwhile
    moreover further later earlier instead indeed perhaps ago again never ever always often
    nobody nothing everybody everyone something anyone"""
)

PREPOSITIONS = word_set(
    """of for from at in on to by with about against into over under between through during
    without within upon among amid like per via toward towards despite regarding concerning
    after before since until behind beyond near inside outside following"""
)

LINKS = word_set("of for from at in with on to by against inside behind near")
"""Prepositions that may stand inside the words that name a speaker."""

INTRODUCES = PREPOSITIONS | word_set(
    """when while as asked if though although because once according speaking writing citing
    noting referring responding appearing given unlike also where whether even just only
    earlier later last this that prior still instead meanwhile however yesterday today
    tomorrow then so and but yet or nor indeed perhaps moreover furthermore additionally
    finally first second third now again similarly likewise otherwise of ironically
    fortunately unfortunately pressed besides apart aside back led born known thus therefore
    nonetheless nevertheless overall basically"""
)
"""Words that open a phrase before the subject of a sentence."""

DETERMINERS = word_set(
    """a an the this that these those his her its their our my your one two three four five six
    seven eight nine ten some several many most both another other each every no any all few
    dozens hundreds thousands"""
)

TIME = word_set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december jan feb aug sept oct nov dec
    today yesterday tomorrow tonight morning afternoon evening night week weekend month year
    years days weeks months hours minutes earlier later recently ago last early late mid
    noon midnight a.m p.m jan. feb. aug. sept. oct. nov. dec. a.m. p.m. hour minute day"""
)

ROLES = word_set(
    """spokesman spokeswoman spokesperson spokespeople spokesmen president vice-president
    chairman chairwoman chair chairperson director executive secretary treasurer general
    leader leaders head chief officer officers official officials negotiator negotiators
    mediator mediators manager organizer organiser organizers representative representatives
    rep reps counsel attorney lawyer lawyers attorneys adviser advisers advisor advisors
    aide aides strategist strategists analyst analysts expert experts professor economist
    economists scholar researcher researchers author writer writers reporter reporters
    journalist columnist editor editors host anchor commentator pundit pollster pollsters
    senator senators congressman congresswoman representative lawmaker lawmakers governor
    mayor minister judge justice prosecutor prosecutors sheriff commissioner ambassador
    councillor councilman councilwoman candidate candidates nominee delegate delegates
    member members steward stewards worker workers employer employers employee employees
    actor actors actress screenwriter screenwriters producer producers studio studios guild
    union unions alliance association federation council committee board company companies
    corporation campaign campaigns party administration government department agency office
    bureau court commission ministry team group groups organization organisation coalition
    network newspaper magazine paper website site agency pac superintendent principal
    teacher teachers student students nurse nurses doctor doctors voter voters supporter
    supporters critic critics opponent opponents activist activists protester protesters
    resident residents witness witnesses source sources insider insiders colleague
    colleagues friend friends wife husband mother father son daughter brother sister people
    person man woman men women parent parents democrat democrats republican republicans
    conservative conservatives liberal liberals operative operatives donor donors surrogate
    surrogates ally allies rival rivals veteran veterans pastor bishop rabbi imam pope
    investigator investigators police detective agent agents captain colonel sergeant
    founder co-founder owner ceo cfo coo scientist scientists historian historians
    consultant consultants fan fans user users crowd audience moderator interviewer narrator
    correspondent driver drivers businessman businesswoman mogul billionaire star celebrity
    comedian singer boss bosses staffer staffers volunteer volunteers deputy assistant
    archivist director-general convener lamplighter watchman warden clerk magistrate monarch
    king queen prince princess others suit theatre theatres house houses crew crews
    broadcasters publishers owners strikers management networks theaters company firm
    developer candidate nation country white capitol pentagon kremlin half percent majority
    respondents many some one most few several neither"""
)

DOCUMENTS = word_set(
    """email e-mail emails e-mails statement statements letter letters memo memorandum memos
    message messages post posts tweet tweets release note notice bulletin newsletter report
    reports study poll survey polls surveys filing complaint petition lawsuit document
    documents article editorial headline column op-ed story book ad ads advert video clip
    caption sign signs banner transcript text texts contract agreement proposal offer
    resolution motion order ruling opinion brief announcement declaration manifesto page
    website site account summary fact-sheet invitation affidavit indictment testimony bill
    law rule policy platform guidance advisory slogan placard description narrator voiceover
    voice-over piece paragraph section clause amendment circular leaflet flyer poster"""
)

TITLES = word_set(
    """mr mrs ms miss dr sen sens rep reps gov gen lt col sgt capt prof rev hon pres sir dame
    lord lady senator representative congressman congresswoman governor president secretary
    judge justice mayor professor king queen prince princess pope father sister brother
    chairman chairwoman speaker ambassador attorney commissioner sheriff detective officer
    captain colonel major sergeant general admiral lieutenant senate vice prime minister
    chancellor councillor director chief deputy superintendent former then-candidate
    then-president"""
)

TITLE_NOUNS = word_set(
    """book novel film movie song album show series episode article essay column headline
    headlined titled entitled named title poem play painting exhibition magazine newspaper
    podcast program programme documentary piece report section chapter hashtag slogan memoir
    single track blog headline called subtitled dubbed editorial op-ed speech"""
)
"""Nouns and participles after which words under marks may be a title."""

MASCULINE = word_set(
    """mr sir lord king prince pope father brother son husband man boy gentleman spokesman
    chairman congressman councilman businessman actor pastor bishop imam rabbi grandfather
    uncle nephew"""
)
FEMININE = word_set(
    """mrs ms miss dame lady queen princess mother sister daughter wife woman girl spokeswoman
    chairwoman congresswoman councilwoman businesswoman actress grandmother aunt niece"""
)
