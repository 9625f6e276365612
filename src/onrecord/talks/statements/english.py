"""British English: the templates of the statements, and its table.

A template's name is its rule, and after a colon which values it has. ``{value:how}``: the value of
that name, written as ``how`` says (``render.py`` lists the ways).
"""

from onrecord.talks.statements.language import Language

_ASKED = "{by:who} asked {to:who} on {asked:date} to meet"
_PUT = "{issue:raw} ({union:who}):"

TEMPLATES = {
    "strike-day": "Day {day:raw} of the {about:who} strike, counting {since:date} as day 1; it "
    "began {elapsed:ago}.",
    "strike-day:lockout": "Day {day:raw} of the lockout of {about:who}, counting {since:date} as "
    "day 1; it began {elapsed:ago}.",
    "first-contact": "The first official contact in this record between {about:who} since day 1, "
    "{since:date}, was on {date:date}, {after:later}.",
    "first-contact:by": "The first official contact in this record between {about:who} since day "
    "1, {since:date}, was on {date:date}, {after:later}; {by:who} began it.",
    "last-contact": "The last official contact in this record between {about:who} was on "
    "{date:date}, {days:ago}.",
    "last-contact:by": "The last official contact in this record between {about:who} was on "
    "{date:date}, {days:ago}, begun by {by:who}.",
    "longest-silence": "The longest silence in this record between {about:who} since the strike "
    "began: {from:date} to {to:date}, {days:days}.",
    "longest-silence:running": "The longest silence in this record between {about:who} since the "
    "strike began is the present one: from {from:date}, {days:days} so far.",
    "meeting-request": f"{_ASKED}; {{outcome:word}}.",
    "meeting-request:for": f"{_ASKED} on {{for:date}}; {{outcome:word}}.",
    "requested-share": "{by:who} asked for {requested:raw} of {meetings:meetings} in this record "
    "between {about:who} since {since:date}.",
    "sessions": "{sessions:sessions} in this record between {about:who} since the strike began on "
    "{since:date}, {executives:none} with chief executives.",
    "promise-kept": "{about:who} promised on {promised:date} {what:quoted}; it came {lag:later}.",
    "promise-kept:yes": "{about:who} promised on {promised:date} {what:quoted}; it came "
    "{lag:later}, in time.",
    "promise-kept:no": "{about:who} promised on {promised:date} {what:quoted}; it came "
    "{lag:later}, later than promised.",
    "promise-kept:meeting-yes": "{about:who} promised on {promised:date} {what:quoted}, after the "
    "meeting of {meeting:date}; it came {lag:later}, in time.",
    "promise-kept:meeting-no": "{about:who} promised on {promised:date} {what:quoted}, after the "
    "meeting of {meeting:date}; it came {lag:later}.",
    "promise-overdue": "Overdue: on {promised:date} {about:who} promised {what:quoted}, due on "
    "{due:date}, {days:ago}; nothing in this record keeps it.",
    "promises-on-time": "{about:who} kept {kept:raw} of {of:dated} on time in this record.",
    "silence-announced": "No update is to be expected: {about:who} said so on {date:date}.",
    "silence-announced:until": "No update is to be expected until {until:date}: {about:who} said "
    "so on {date:date}.",
    "silence-announced:terms": "No word on terms is to be expected: {about:who} said so on "
    "{date:date}.",
    "silence-announced:terms-until": "No word on terms is to be expected until {until:date}: "
    "{about:who} said so on {date:date}.",
    "agreement-not-end": "{about:who} members are still on strike, since {since:date}: the "
    "agreement of {agreement:date} did not end the strike.",
    "agreement-not-end:lockout": "{about:who} members are still locked out, since {since:date}: "
    "the agreement of {agreement:date} did not end the lockout.",
    "return-to-work": "Work may go on from {effective:moment}: {by:who} said so.",
    "nothing-says": "Nothing in this record says {rumour:quoted}, a rumour of {date:date}; the "
    "latest official word bearing on it is {owner:raw} {latest:entry} of {latest_date:date}.",
    "denied": "{about:who} denied on {date:date}: {of:quoted}.",
    "positions": f"{_PUT} {{union_stand:raw}}, since {{union_since:date}}; "
    "{employers_stand:raw}, since {employers_since:date}.",
    "moved": f"{_PUT} on {{date:date}} {{by:who}} moved from {{from:stand}} to {{to:stand}}, that "
    "is from {compounded_from:percent} to {compounded_to:percent} compounded.",
    "moved:gap": f"{_PUT} on {{date:date}} {{by:who}} moved from {{from:stand}} to {{to:stand}}, "
    "that is from {compounded_from:percent} to {compounded_to:percent} compounded; the gap is "
    "{gap:points}.",
    "offer-prices": f"{_PUT} the offer of {{by:who}} compounds to {{compounded:percent}}; prices "
    "rose {prices:percent} from {first:month} to {last:month}, the latest published then.",
    "no-reply": f"{_PUT} what {{by:who}} put forward on {{date:date}} has no reply in this record "
    "after {days:days}.",
    "sides-disagree": "The parties disagree on {matter:word} ({about:matter}). {sides:sides}.",
    "equals-deal": f"{_PUT} the yearly rises offered are those of the {{deal:who}} deal of "
    "{date:date}.",
    "vote-share": "{about:who}, {question:raw}, {date:date}: {yes:percent} yes on a turnout of "
    "{turnout:percent}, that is {of_eligible:percent} of those who could vote.",
    "together": "{about:who} were on strike together for {days:days}, {from:date} to {to:date}, "
    "both counted.",
    "together:running": "{about:who} have been on strike together for {days:days}, since "
    "{from:date}, both ends counted.",
    "expired": "The contract of {about:who} with {employers:who} expired on {date:date}.",
    "expired:extension": "The contract of {about:who} with {employers:who} expired on {date:date}, "
    "after an extension of {extension:days}.",
    "called-final": "{about:who} called its offer of {date:date} {words:quoted}; since then, "
    "{exchanges:exchanges} in this record.",
    "called-final:days": "{about:who} called its offer of {date:date} {words:quoted}; "
    "{exchanges:exchanges} followed in this record, and an agreement after {days:days}.",
    "called-final:told": "{told_by:who} says that {about:who} called the offer of {date:date} "
    "{words:quoted}; since then, {exchanges:exchanges} in this record.",
    "called-final:told-days": "{told_by:who} says that {about:who} called the offer of {date:date} "
    "{words:quoted}; {exchanges:exchanges} followed in this record, and an agreement after "
    "{days:days}.",
}

WORDS = {
    "held": "they met",
    "accepted": "it was agreed to",
    "declined": "it was declined",
    "nothing-recorded": "nothing more in this record",
    "told": "{party} (as {teller} tells it) {stand}",
    "own": "{party} {stand}",
    "side": "{party} says {claim} {entries}",
    "final": "final",
    "none": "none",
    "percent": "{0}%",
    "money": "{0}",
    "count": "{0}",
    "days": "{0} days",
    "weeks": "{0} weeks",
    "hours": "{0} hours",
    "strike-began": "the day on which the strike began",
    "strike-ended": "the day on which the strike ended",
    "lockout-began": "the day on which the lockout began",
    "lockout-ended": "the day on which the lockout ended",
    "talks-opened": "the day on which talks opened",
    "talks-ended": "the day on which talks ended",
    "talks-ended-by": "who ended the talks",
    "agreement-day": "the day of the agreement",
    "position": "what was put forward",
    "ballot-opened": "the day on which voting began",
    "vote": "the count of the vote",
    "offers": "the number of offers since the strike began",
}

ENGLISH = Language(
    code="en",
    months=(
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    day="{d} {m} {y}",
    month="{m} {y}",
    comma=".",
    thousands=",",
    percent="{}%",
    conjunction="and",
    quotes=("“", "”"),
    counts={
        "days": ("day", "days"),
        "meetings": ("meeting", "meetings"),
        "sessions": ("bargaining session", "bargaining sessions"),
        "exchanges": ("further exchange", "further exchanges"),
        "dated": ("dated promise", "dated promises"),
        "points": ("point", "points"),
    },
    days_as={
        "ago": ("today", "1 day ago", "{} days ago"),
        "later": ("the same day", "1 day later", "{} days later"),
    },
    words=WORDS,
    templates=TEMPLATES,
)
