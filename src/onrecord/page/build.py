"""Put the verification page together: one file, its style and script inside, its policy computed.

The page's Content-Security-Policy names the SHA-256 of the one script and the one style that may
run, and allows no connection to anything. The record's pin stands in two ``meta`` elements and not
in the script, so that the script is the same, byte for byte, for every record; whoever has
reviewed it once can recognise it by its hash.

>>> page = render_page("lwg.example/record", "ab" * 32).decode()
>>> '<meta name="on-record-origin" content="lwg.example/record">' in page
True
>>> "connect-src 'none'" in page
True
"""

from __future__ import annotations

import hashlib
import html
from importlib.resources import files

from onrecord.domain.errors import OnRecordError
from onrecord.domain.strict import base64, unhex
from onrecord.keys.note import check_key_name

SCRIPTS = ("formats.js", "statements.js", "verify.js", "show.js")
"""In this order: each part uses those before it."""


def render_page(origin: str | None, root1_leaf_hex: str | None) -> bytes:
    """The whole page in UTF-8, for the record of this pin; without one, the page asks for it.

    ``origin`` is the log's name and ``root1_leaf_hex`` the leaf hash of its first officer root.

    Raises:
        OnRecordError: only one of the two is given.
        Malformed: either is not in its canonical form.
    """
    if (origin is None) != (root1_leaf_hex is None):
        raise OnRecordError("a pin is an origin and a hash: give both, or neither")
    if origin is not None and root1_leaf_hex is not None:
        check_key_name(origin)
        unhex(root1_leaf_hex, size=32)
    style, script = _read("verify.css"), script_text()
    parts = {
        "policy": html.escape(_policy(style, script), quote=False),
        "origin": html.escape(origin or ""),
        "leaf": root1_leaf_hex or "",
        "style": style,
        "script": script,
    }
    page = _read("verify.html")
    for name, value in parts.items():
        page = page.replace("{{" + name + "}}", value)
    return page.encode()


def script_text() -> str:
    """The page's whole script, the same for every record."""
    return "".join(map(_read, SCRIPTS))


def script_hash() -> str:
    """The script's SHA-256 as the policy spells it, to be published beside the page."""
    return _hash(script_text())


def _policy(style: str, script: str) -> str:
    """CSP level 3; frame-ancestors is left out because a ``meta`` element cannot set it."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "connect-src 'none'",
            "img-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64(hashlib.sha256(text.encode()).digest())


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
