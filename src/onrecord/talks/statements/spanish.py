"""Spanish: the templates of the statements, and its table. ``english.py`` says how to read them."""

from onrecord.talks.statements.language import Language

_ASKED = "El {asked:date}, {by:who} pidió a {to:who} una reunión"
_PUT = "{issue:raw} ({union:who}):"

TEMPLATES = {
    "strike-day": "Día {day:raw} de la huelga de {about:who}, contando el {since:date} como día 1; "
    "empezó {elapsed:ago}.",
    "strike-day:lockout": "Día {day:raw} del cierre patronal contra {about:who}, contando el "
    "{since:date} como día 1; empezó {elapsed:ago}.",
    "first-contact": "El primer contacto oficial en este registro entre {about:who} desde el día "
    "1, {since:date}, fue el {date:date}, {after:later}.",
    "first-contact:by": "El primer contacto oficial en este registro entre {about:who} desde el "
    "día 1, {since:date}, fue el {date:date}, {after:later}; lo inició {by:who}.",
    "last-contact": "El último contacto oficial en este registro entre {about:who} fue el "
    "{date:date}, {days:ago}.",
    "last-contact:by": "El último contacto oficial en este registro entre {about:who} fue el "
    "{date:date}, {days:ago}, iniciado por {by:who}.",
    "longest-silence": "El silencio más largo en este registro entre {about:who} desde que empezó "
    "la huelga: del {from:date} al {to:date}, {days:days}.",
    "longest-silence:running": "El silencio más largo en este registro entre {about:who} desde que "
    "empezó la huelga es el actual: desde el {from:date}, {days:days} hasta ahora.",
    "meeting-request": f"{_ASKED}; {{outcome:word}}.",
    "meeting-request:for": f"{_ASKED} para el {{for:date}}; {{outcome:word}}.",
    "requested-share": "{by:who} pidió {requested:raw} de {meetings:meetings} en este registro "
    "entre {about:who} desde el {since:date}.",
    "sessions": "{sessions:sessions} en este registro entre {about:who} desde que empezó la huelga "
    "el {since:date}, {executives:none} con la presencia de altos directivos.",
    "promise-kept": "El {promised:date}, {about:who} prometió {what:quoted}; llegó {lag:later}.",
    "promise-kept:yes": "El {promised:date}, {about:who} prometió {what:quoted}; llegó "
    "{lag:later}, a tiempo.",
    "promise-kept:no": "El {promised:date}, {about:who} prometió {what:quoted}; llegó "
    "{lag:later}, más tarde de lo prometido.",
    "promise-kept:meeting-yes": "El {promised:date}, {about:who} prometió {what:quoted}, tras la "
    "reunión del {meeting:date}; llegó {lag:later}, a tiempo.",
    "promise-kept:meeting-no": "El {promised:date}, {about:who} prometió {what:quoted}, tras la "
    "reunión del {meeting:date}; llegó {lag:later}.",
    "promise-overdue": "Vencida: el {promised:date}, {about:who} prometió {what:quoted}, para el "
    "{due:date}, {days:ago}; nada en este registro la cumple.",
    "promises-on-time": "{about:who} cumplió a tiempo {kept:raw} de {of:dated} en este registro.",
    "silence-announced": "No se esperan noticias: {about:who} lo dijo el {date:date}.",
    "silence-announced:until": "No se esperan noticias hasta el {until:date}: {about:who} lo dijo "
    "el {date:date}.",
    "silence-announced:terms": "No se esperan noticias sobre las condiciones: {about:who} lo dijo "
    "el {date:date}.",
    "silence-announced:terms-until": "No se esperan noticias sobre las condiciones hasta el "
    "{until:date}: {about:who} lo dijo el {date:date}.",
    "agreement-not-end": "La afiliación de {about:who} sigue en huelga, desde el {since:date}: el "
    "acuerdo del {agreement:date} no puso fin a la huelga.",
    "agreement-not-end:lockout": "La afiliación de {about:who} sigue en cierre patronal, desde el "
    "{since:date}: el acuerdo del {agreement:date} no le puso fin.",
    "return-to-work": "Se puede volver al trabajo desde {effective:moment}: lo dijo {by:who}.",
    "nothing-says": "Nada en este registro dice {rumour:quoted}, un rumor del {date:date}; la "
    "última palabra oficial al respecto es {owner:raw} {latest:entry}, del {latest_date:date}.",
    "denied": "El {date:date}, {about:who} desmintió: {of:quoted}.",
    "positions": f"{_PUT} {{union_stand:raw}}, desde el {{union_since:date}}; "
    "{employers_stand:raw}, desde el {employers_since:date}.",
    "moved": f"{_PUT} el {{date:date}}, {{by:who}} pasó de {{from:stand}} a {{to:stand}}, es "
    "decir, de {compounded_from:percent} a {compounded_to:percent} acumulado.",
    "moved:gap": f"{_PUT} el {{date:date}}, {{by:who}} pasó de {{from:stand}} a {{to:stand}}, es "
    "decir, de {compounded_from:percent} a {compounded_to:percent} acumulado; la distancia es de "
    "{gap:points}.",
    "offer-prices": f"{_PUT} la oferta de {{by:who}} suma {{compounded:percent}} acumulado; los "
    "precios subieron {prices:percent} de {first:month} a {last:month}, el último dato publicado "
    "entonces.",
    "no-reply": f"{_PUT} lo que {{by:who}} propuso el {{date:date}} no tiene respuesta en este "
    "registro después de {days:days}.",
    "sides-disagree": "Las partes discrepan sobre {matter:word} ({about:matter}). {sides:sides}.",
    "equals-deal": f"{_PUT} las subidas anuales ofrecidas son las del acuerdo de {{deal:who}} del "
    "{date:date}.",
    "vote-share": "{about:who}, {question:raw}, {date:date}: {yes:percent} de síes con una "
    "participación del {turnout:percent}, es decir, el {of_eligible:percent} de quienes podían "
    "votar.",
    "together": "{about:who} estuvieron en huelga a la vez {days:days}, del {from:date} al "
    "{to:date}, ambos contados.",
    "together:running": "{about:who} llevan {days:days} en huelga a la vez, desde el {from:date}, "
    "ambos extremos contados.",
    "expired": "El convenio de {about:who} con {employers:who} venció el {date:date}.",
    "expired:extension": "El convenio de {about:who} con {employers:who} venció el {date:date}, "
    "tras una prórroga de {extension:days}.",
    "called-final": "{about:who} llamó {words:quoted} a su oferta del {date:date}; desde entonces, "
    "{exchanges:exchanges} en este registro.",
    "called-final:days": "{about:who} llamó {words:quoted} a su oferta del {date:date}; siguieron "
    "{exchanges:exchanges} en este registro, y un acuerdo después de {days:days}.",
    "called-final:told": "{told_by:who} dice que {about:who} llamó {words:quoted} a la oferta del "
    "{date:date}; desde entonces, {exchanges:exchanges} en este registro.",
    "called-final:told-days": "{told_by:who} dice que {about:who} llamó {words:quoted} a la oferta "
    "del {date:date}; siguieron {exchanges:exchanges} en este registro, y un acuerdo después de "
    "{days:days}.",
}

WORDS = {
    "held": "se reunieron",
    "accepted": "se aceptó",
    "declined": "se rechazó",
    "nothing-recorded": "nada más en este registro",
    "told": "{party} (según {teller}) {stand}",
    "own": "{party} {stand}",
    "side": "{party} dice {claim} {entries}",
    "final": "final",
    "none": "ninguna",
    "percent": "{0}\N{NO-BREAK SPACE}%",
    "money": "{0}",
    "count": "{0}",
    "days": "{0} días",
    "weeks": "{0} semanas",
    "hours": "{0} horas",
    "strike-began": "el día en que empezó la huelga",
    "strike-ended": "el día en que terminó la huelga",
    "lockout-began": "el día en que empezó el cierre patronal",
    "lockout-ended": "el día en que terminó el cierre patronal",
    "talks-opened": "el día en que se abrieron las negociaciones",
    "talks-ended": "el día en que terminaron las negociaciones",
    "talks-ended-by": "quién puso fin a las negociaciones",
    "agreement-day": "el día del acuerdo",
    "position": "lo que se propuso",
    "ballot-opened": "el día en que empezó la votación",
    "vote": "el recuento de la votación",
    "offers": "el número de ofertas desde que empezó la huelga",
}

SPANISH = Language(
    code="es",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
        *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    day="{d} de {m} de {y}",
    month="{m} de {y}",
    comma=",",
    thousands=".",
    percent="{}\N{NO-BREAK SPACE}%",
    conjunction="y",
    quotes=("«", "»"),
    counts={
        "days": ("día", "días"),
        "meetings": ("reunión", "reuniones"),
        "sessions": ("sesión de negociación", "sesiones de negociación"),
        "exchanges": ("intercambio más", "intercambios más"),
        "dated": ("promesa con fecha", "promesas con fecha"),
        "points": ("punto", "puntos"),
    },
    days_as={
        "ago": ("hoy", "hace 1 día", "hace {} días"),
        "later": ("el mismo día", "1 día después", "{} días después"),
    },
    words=WORDS,
    templates=TEMPLATES,
)
