"""The words of a brief around its statements: headings, and what is open, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.talks.statements.render import Code

ENGLISH: Mapping[str, str] = {
    "title": "The talks, as {owner} has them on record",
    "as-of": "As of {moment}.",
    "stands": "Where it stands",
    "contact": "Between the sides",
    "promises": "Promises",
    "issues": "Issues",
    "disagree": "Where the sides disagree",
    "rumours": "Rumours and denials",
    "heard": "Who is heard",
    "open": "Open",
    "changed": "What changed since {moment}",
    "nothing": "The record holds nothing yet from which the talks could be told.",
    "nothing-changed": "Nothing that the record tells has changed.",
    "new": "New: {text}",
    "now": "Now: {text}",
    "before": "Before: {text}",
    "gone": "No longer: {text}",
    "entries": "{n} communications were made since then.",
    "entries-1": "1 communication was made since then.",
    "overdue": "Overdue: {by} owes {what}, since {day}, to {to}.",
    "due": "Due on {day}: {by} owes {what} to {to}.",
    "standing": "{by} promised {what} to {to}; no day was set.",
    "meeting": "{by} and {to} are to meet on {day}.",
    "meeting-of-one": "{by} is to meet on {day}.",
    "unanswered": "{by} has not answered the request of {to} to meet.",
    "unanswered-day": "{by} has not answered the request of {to} to meet on {day}.",
    "released": "{by} promised {what} on {day}; released on {released}.",
    "heard-announced": "{party} said on {day} that less or no word is to be expected.",
    "heard-process-only": "{party} has spoken since {day} of how the talks are held, not of terms.",
    "heard-nothing-recorded": "{party}: nothing recorded since {day}. That does not mean that "
    "nothing was said.",
    "heard-word": "{party} was last heard on {day}.",
    "unverified": "{n} acts are marked unverified: they are kept and decide nothing here.",
    "unverified-1": "1 act is marked unverified: it is kept and decides nothing here.",
    "members": "the members",
    "public": "the public",
    "press": "the press",
    "from": "From {n} communications on the record of {owner} ({origin}, root {root}…). “First”, "
    "“last” and “none” are said of this record.",
    "parties": "The parties: {names}.",
}

SPANISH: Mapping[str, str] = {
    "title": "Las negociaciones, según el registro de {owner}",
    "as-of": "A fecha de {moment}.",
    "stands": "Cómo está",
    "contact": "Entre las partes",
    "promises": "Promesas",
    "issues": "Asuntos",
    "disagree": "En qué discrepan las partes",
    "rumours": "Rumores y desmentidos",
    "heard": "Quién habla",
    "open": "Pendiente",
    "changed": "Qué cambió desde {moment}",
    "nothing": "El registro todavía no contiene nada sobre las negociaciones.",
    "nothing-changed": "Nada de lo que cuenta el registro ha cambiado.",
    "new": "Nuevo: {text}",
    "now": "Ahora: {text}",
    "before": "Antes: {text}",
    "gone": "Ya no: {text}",
    "entries": "Desde entonces hay {n} comunicaciones nuevas.",
    "entries-1": "Desde entonces hay 1 comunicación nueva.",
    "overdue": "Vencida: {by} debe {what}, desde el {day}, a {to}.",
    "due": "Vence el {day}: {by} debe {what} a {to}.",
    "standing": "{by} prometió {what} a {to}; sin fecha.",
    "meeting": "{by} y {to} van a reunirse el {day}.",
    "meeting-of-one": "{by} tiene una reunión el {day}.",
    "unanswered": "{by} no ha respondido a la petición de {to} de reunirse.",
    "unanswered-day": "{by} no ha respondido a la petición de {to} de reunirse el {day}.",
    "released": "{by} prometió {what} el {day}; sin efecto desde el {released}.",
    "heard-announced": "{party} dijo el {day} que no se esperan noticias, o menos.",
    "heard-process-only": "{party} habla desde el {day} de cómo se negocia, no de condiciones.",
    "heard-nothing-recorded": "{party}: nada registrado desde el {day}. Eso no significa que no "
    "se dijera nada.",
    "heard-word": "{party} habló por última vez el {day}.",
    "unverified": "{n} actos están marcados como no verificados: se conservan y aquí no deciden "
    "nada.",
    "unverified-1": "1 acto está marcado como no verificado: se conserva y aquí no decide nada.",
    "members": "la afiliación",
    "public": "el público",
    "press": "la prensa",
    "from": "De {n} comunicaciones en el registro de {owner} ({origin}, raíz {root}…). «Primero», "
    "«último» y «ninguno» se dicen de este registro.",
    "parties": "Las partes: {names}.",
}

PHRASES: Mapping[Code, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH}
