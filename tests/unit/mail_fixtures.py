"""Forwarded and quoted mails as the usual programs write them, made at test time.

``fixtures()`` yields (name, the mail's bytes, the words first sent). Every style is combined with
bodies in English and Spanish, transfer encodings and what mailing lists and scanners add below.
"""

# ruff: noqa: E501  the rows stand as mail programs write them

from __future__ import annotations

import base64
import quopri
import textwrap

ENGLISH = (
    "We'll be back in communication when there is something to say.",
    'Dear members,\n\nWe will not accept the offer of 6.5 percent made on 9 June. "No deal," said the'
    ' chair, "unless the employers move."\n\nThe strike begins on 2 May.',
    "On Monday the employers wrote to us. From: this point on, nothing is agreed until everything is"
    " agreed.\n\n1. Pay\n2. Hours\n3. Pensions > wages\n\nIn unity,\nRosa Field",
    "The meeting of 4 March is off.\nThe meeting of 11 March is on.\n\nBring your card — “No card, no"
    " vote”.\n\nRosa",
)
SPANISH = (
    "Volveremos a comunicarnos cuando haya algo que decir.",
    "Estimadas compañeras y compañeros:\n\nNo aceptaremos la oferta del 6,5 por ciento. «No hay"
    " acuerdo», dijo la presidenta, «mientras la patronal no se mueva».\n\nLa huelga empieza el 2 de"
    " mayo.",
    "El lunes la patronal nos escribió. De: aquí en adelante, nada está acordado hasta que todo esté"
    " acordado.\n\n¡Viva la unión!\nRosa",
    "Señoras y señores:\nLa reunión del 4 de marzo se aplaza.\n\nRosa Field",
)
NOTE = {"en": "See what Rosa sent us.\n\nEve", "es": "Mirad lo que nos mandó Rosa.\n\nEva"}


def quote(text, mark="> "):
    return "\n".join((mark + line).rstrip() if line else mark.rstrip() for line in text.split("\n"))


def wrapped(text, width=72):
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def badly_wrapped(text):
    """Quoted at 76 columns and then broken again at 74 by the next program."""
    lines = []
    for line in quote(wrapped(text, 74)).split("\n"):
        if len(line) > 74:
            head, _, tail = line.rpartition(" ")
            lines += [head, tail]
        else:
            lines.append(line)
    return "\n".join(lines)


def gmail_forward(note, body, lang):
    head = (
        "---------- Forwarded message ---------"
        if lang == "en"
        else "---------- Mensaje reenviado ---------"
    )
    if lang == "en":
        rows = "From: Rosa Field <rosa@lwg.example>\nDate: Sat, Mar 1, 2031 at 8:00 PM\nSubject: Back to the table\nTo: <members@lwg.example>"
    else:
        rows = "De: Rosa Field <rosa@lwg.example>\nDate: sáb, 1 mar 2031 a las 20:00\nSubject: De vuelta\nTo: <members@lwg.example>"
    return f"{note}\n\n{head}\n{rows}\n\n\n{body}\n"


def gmail_old_forward(note, body, lang):
    return gmail_forward(note, body, lang).replace(" ---------\n", " ----------\n", 1)


def gmail_reply(note, body, lang):
    line = (
        "On Sat, Mar 1, 2031 at 8:00 PM Rosa Field <rosa@lwg.example> wrote:"
        if lang == "en"
        else "El sáb, 1 mar 2031 a las 20:00, Rosa Field (<rosa@lwg.example>) escribió:"
    )
    return f"{note}\n\n{line}\n\n{quote(wrapped(body))}\n"


def gmail_reply_wrapped_line(note, body, lang):
    line = (
        "On Sat, Mar 1, 2031 at 8:00 PM Rosa Field, President of the LWG <\nrosa@lwg.example> wrote:"
        if lang == "en"
        else "El sáb, 1 mar 2031 a las 20:00, Rosa Field, Presidencia (<rosa@lwg.example>)\nescribió:"
    )
    return f"{note}\n\n{line}\n\n{quote(wrapped(body))}\n"


def outlook_mark(note, body, lang):
    if lang == "en":
        rows = "-----Original Message-----\nFrom: Rosa Field <rosa@lwg.example> \nSent: Saturday, March 1, 2031 8:00 PM\nTo: Members <members@lwg.example>; press@lwg.example\nCc: Boris\nSubject: Back to the table"
    else:
        rows = "-----Mensaje original-----\nDe: Rosa Field <rosa@lwg.example> \nEnviado el: sábado, 1 de marzo de 2031 20:00\nPara: Members <members@lwg.example>\nCC: Boris\nAsunto: De vuelta"
    return f"{note}\n\n{rows}\n\n{body}\n"


def outlook_rule(note, body, lang):
    if lang == "en":
        rows = "From: Rosa Field <rosa@lwg.example>\nSent: Saturday, March 1, 2031 8:00 PM\nTo: Members <members@lwg.example>\nSubject: Back to the table"
    else:
        rows = "De: Rosa Field <rosa@lwg.example>\nEnviado: sábado, 1 de marzo de 2031 20:00\nPara: Members <members@lwg.example>\nAsunto: De vuelta"
    return f"{note}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n{'_' * 32}\n{rows}\n\n{body}\n"


def outlook_bare(note, body, lang):
    return (
        outlook_rule(note, body, lang)
        .replace("_" * 32 + "\n", "\n")
        .replace("Get Outlook for iOS<https://aka.ms/o0ukef>\n", "")
    )


def outlook_bold(note, body, lang):
    plain = outlook_bare(note, body, lang)
    for name in ("From", "Sent", "To", "Subject", "De", "Enviado", "Para", "Asunto"):
        plain = plain.replace(f"\n{name}: ", f"\n*{name}:* ")
    return plain


def apple_forward(note, body, lang):
    head = "Begin forwarded message:" if lang == "en" else "Inicio del mensaje reenviado:"
    names = ("From", "Subject", "Date", "To") if lang == "en" else ("De", "Asunto", "Fecha", "Para")
    when = "March 1, 2031 at 8:00:00 PM PST" if lang == "en" else "1 de marzo de 2031, 20:00:00 CET"
    values = ("Rosa Field <rosa@lwg.example>", "Back to the table", when, "members@lwg.example")
    rows = "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    return f"{note}\n\n{head}\n\n{rows}\n\n{body}\n"


def apple_forward_quoted(note, body, lang):
    head, _, rest = apple_forward("", body, lang).strip().partition("\n")
    return f"{note}\n\n{head}\n\n{quote(rest.strip())}\n"


def apple_reply(note, body, lang):
    line = (
        "On Mar 1, 2031, at 8:00 PM, Rosa Field <rosa@lwg.example> wrote:"
        if lang == "en"
        else "El 1 mar 2031, a las 20:00, Rosa Field <rosa@lwg.example> escribió:"
    )
    return f"{note}\n\n> {line}\n> \n{quote(wrapped(body))}\n"


def thunderbird_forward(note, body, lang):
    head = (
        "-------- Forwarded Message --------"
        if lang == "en"
        else "-------- Mensaje reenviado --------"
    )
    names = ("Subject", "Date", "From", "To") if lang == "en" else ("Asunto", "Fecha", "De", "Para")
    values = (
        "Back to the table",
        "Sat, 1 Mar 2031 20:00:00 -0800",
        "Rosa Field <rosa@lwg.example>",
        "members@lwg.example",
    )
    rows = "\n".join(f"{name}: \t{value}" for name, value in zip(names, values, strict=True))
    return f"{note}\n\n{head}\n{rows}\n\n\n\n{body}\n"


def thunderbird_reply(note, body, lang):
    line = (
        "On 3/1/31 8:00 PM, Rosa Field wrote:"
        if lang == "en"
        else "El 1/3/31 a las 20:00, Rosa Field escribió:"
    )
    return f"{line}\n{badly_wrapped(body)}\n\n{note}\n"


def yahoo_forward(note, body, lang):
    head = "----- Forwarded Message -----" if lang == "en" else "----- Mensaje reenviado -----"
    names = (
        ("From", "To", "Sent", "Subject") if lang == "en" else ("De", "Para", "Enviado", "Asunto")
    )
    values = (
        "Rosa Field <rosa@lwg.example>",
        "members@lwg.example",
        "Saturday, 1 March 2031 at 20:00:00 GMT-8",
        "Back",
    )
    rows = "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    return f"{note}\n\n{head} {rows}\n\n{body}\n".replace(f"{head} ", f"{head}\n")


def twice(note, body, lang):
    inner = outlook_mark("Passing this on.", body, lang)
    return gmail_forward(note, inner.strip(), lang)


def thrice(note, body, lang):
    inner = gmail_reply("Interesting.", body, lang).strip()
    return outlook_rule(note, apple_forward("FYI", inner, lang).strip(), lang)


def twice_quoted(note, body, lang):
    inner = gmail_reply("Thanks for this.", body, lang).strip()
    return gmail_reply(note, inner, lang)


def thrice_forwarded(note, body, lang):
    inner = thunderbird_forward("Two", gmail_forward("Three", body, lang).strip(), lang).strip()
    return yahoo_forward(note, inner, lang)


STYLES = (
    gmail_forward, gmail_old_forward, gmail_reply, gmail_reply_wrapped_line, outlook_mark,
    outlook_rule, outlook_bare, outlook_bold, apple_forward, apple_forward_quoted, apple_reply,
    thunderbird_forward, thunderbird_reply, yahoo_forward, twice, thrice, twice_quoted,
    thrice_forwarded,
)  # fmt: skip

FOOTERS = (
    "",
    '\n-- \nYou received this message because you are subscribed to the Google Groups "LWG" group.\nTo'
    " unsubscribe from this group, send an email to lwg+unsubscribe@groups.example.\n",
    "\n_______________________________________________\nMembers mailing list\nMembers@lists.example\n",
    "\n\nThis email has been checked for viruses by AVG antivirus software.\nwww.avg.example\n",
    "\nLibre de virus. www.avast.example\n",
    "\n\nSent from my iPhone\n",
    "\nEnviado desde mi iPhone\n",
)


def part(text, encoding, subtype="plain", charset="utf-8"):
    """The headers and the body of one text part."""
    raw = text.encode(charset, "xmlcharrefreplace")
    head = f'Content-Type: text/{subtype}; charset="{charset}"'
    if encoding == "base64":
        coded = base64.encodebytes(raw.replace(b"\n", b"\r\n")).decode()
    elif encoding == "quoted-printable":
        coded = quopri.encodestring(raw).decode()
    else:
        return f"{head}\nContent-Transfer-Encoding: 8bit\n\n".encode() + raw
    return f"{head}\nContent-Transfer-Encoding: {encoding}\n\n{coded}".encode()


HEADERS = (
    b"Return-Path: <eve@x.example>\nReceived: from mx.example by mail.example; Tue, 4 Mar 2031 10:00:01"
    b" +0000\nFrom: =?utf-8?b?RXZlIFLDrW9z?= <eve@x.example>\nTo: boris@lwg.example\nSubject: Fwd: Back to"
    b" the table\nDate: Tue, 4 Mar 2031 10:00:00 +0000\nMessage-ID: <1@x.example>\nMIME-Version: 1.0\n"
)


def html_of(text):
    """A plain mail as HTML programs write it: quoted lines as nested ``blockquote``."""
    # Only plain text breaks the line of the sender in two.
    text = text.replace("LWG <\nrosa", "LWG <rosa").replace(")\nescribió", ") escribió")
    out, depth = [], 0
    for line in text.split("\n"):
        marks = 0
        words = line
        while words.startswith(">"):
            words, marks = words[1:].removeprefix(" "), marks + 1
        out += ["<blockquote type=cite>"] * (marks - depth) + ["</blockquote>"] * (depth - marks)
        depth = marks
        safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        out.append(f"<div>{safe or '<br>'}</div>")
    return f"<html><body>{''.join(out)}{'</blockquote>' * depth}</body></html>"


def alternative(text, encoding):
    return (
        b'Content-Type: multipart/alternative; boundary="==b1"\n\nThis is MIME.\n--==b1\n'
        + part(text, encoding)
        + b"\n--==b1\n"
        + part(html_of(text), encoding, "html")
        + b"\n--==b1--\n"
    )


def attached(note, body, encoding, depth=1):
    inner = (
        b"From: Rosa Field <rosa@lwg.example>\nDate: Sat, 1 Mar 2031 20:00:00 -0800\nSubject: Back\n"
        + part(body, encoding)
    )
    for level in range(depth):
        bound = b"==m%d" % level
        inner = (
            (HEADERS if level == depth - 1 else b"From: dana@x.example\nSubject: Fwd\n")
            + b'Content-Type: multipart/mixed; boundary="' + bound + b'"\n\n--' + bound + b"\n"
            + part(note, encoding) + b"\n--" + bound
            + b"\nContent-Type: message/rfc822\nContent-Disposition: attachment\n\n"
            + inner + b"\n--" + bound + b"--\n"
        )  # fmt: skip
    return inner


ENCODINGS = ("8bit", "quoted-printable", "base64")


def fixtures():
    """Every (name, bytes, words first sent), at least 200 of them, always the same."""
    number = 0
    for style in STYLES:
        for lang, bodies in (("en", ENGLISH), ("es", SPANISH)):
            for body in bodies:
                number += 1
                text = style(NOTE[lang], body, lang) + FOOTERS[number % len(FOOTERS)]
                encoding = ENCODINGS[number % 3]
                name = f"{style.__name__}-{lang}-{number}"
                if number % 5 == 0:
                    yield f"{name}-both", HEADERS + alternative(text, encoding), body
                elif number % 5 == 1:
                    yield f"{name}-html", HEADERS + part(html_of(text), encoding, "html"), body
                elif number % 5 == 2:
                    crlf = HEADERS + part(text, encoding)
                    yield f"{name}-crlf", crlf.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), body
                else:
                    yield f"{name}-plain", HEADERS + part(text, encoding), body
    for lang, bodies in (("en", ENGLISH), ("es", SPANISH)):
        for body in bodies:
            for depth in (1, 2, 3):
                for encoding in ENCODINGS:
                    name = f"attached-{lang}-{bodies.index(body)}-{depth}-{encoding}"
                    yield name, attached(NOTE[lang], body, encoding, depth), body
