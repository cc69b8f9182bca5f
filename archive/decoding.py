"""Payload bytes in, text out: the encoding is taken from where a browser looks, and told."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["Decoded", "decode"]

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{2,40})[\"']")
# Labels that browsers read as another encoding, because pages under them hold its characters (WHATWG Encoding 4.2).
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "gb2312": "gb18030",
            "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "ks_c_5601": "cp949"}  # fmt: skip
_META_BYTES = 4096
_DETECT_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was read."""

    text: str
    charset: str
    """Python's name of the encoding, e.g. 'utf-8' or 'cp1252'."""
    source: str
    """bom, http, meta, detected or fallback"""
    replaced: int
    """Characters that could not be read and stand as U+FFFD."""


def decode(payload: bytes, *, charset: str | None = None) -> Decoded:
    """The payload as text: by byte order mark, else HTTP header, else <meta>, else detected from the bytes.

    A declared encoding that the bytes contradict is passed over when UTF-8 fits them without fault: servers that
    declare ISO 8859-1 for all their pages were common.
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark):
            return _decoded(payload[len(mark) :], encoding, "bom")
    for source in ("http", "meta"):
        name = _python_name(charset if source == "http" else _declared(payload)) or ""
        if not name:
            continue
        if name != "utf-8" and _is_utf8(payload):
            return _decoded(payload, "utf-8", "detected")
        if name == "utf-8":
            try:
                text = payload.decode()  # as most are: then it is told and read at once
            except UnicodeDecodeError:
                if not _is_utf8(payload, mostly=True):
                    continue  # the label lies
            else:
                return Decoded(text, name, source, text.count("\ufffd"))
        return _decoded(payload, name, source)
    if _is_utf8(payload):
        return _decoded(payload, "utf-8", "detected")
    return _decoded(payload, *_detected(payload))


def _declared(payload: bytes) -> str | None:
    """The encoding that the first bytes of the page name."""
    head = payload[:_META_BYTES]
    found = _XML.search(head) or _META.search(head)
    return found.group(1).decode("ascii") if found else None


def _python_name(label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'").lower()).name
    except (LookupError, ValueError):
        return None
    if name in (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-7",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
    ):
        return "utf-8"  # a page that names these in ASCII bytes is not written in them
    if name in ("raw_unicode_escape", "rot_13", "rot13", "base64", "hex", "zlib", "bz2", "uu", "quopri", "mbcs", "oem"):
        return None
    return _READ_AS.get(name, name)


def _is_utf8(payload: bytes, *, mostly: bool = False) -> bool:
    """Whether the bytes are UTF-8 and more than ASCII; `mostly` takes ASCII, and lets one bad place pass for every
    two good ones: a torn character or two is common, a page in another encoding has hardly a good one."""
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        if not mostly:
            return False
        text = payload.decode("utf-8", "replace")
        bad = text.count("\ufffd")
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
        return beyond_ascii - bad >= 2 * bad
    return mostly or not payload.isascii()


def _detected(payload: bytes) -> tuple[str, str]:
    """(encoding, source) by Beautiful Soup's UnicodeDammit; Windows-1252 where it finds none."""
    from bs4.dammit import UnicodeDammit

    found = UnicodeDammit(payload[:_DETECT_BYTES], ["utf-8", "windows-1252"], is_html=True).original_encoding
    name = _python_name(found)
    return (name, "detected") if name else ("cp1252", "fallback")


def _decoded(payload: bytes, name: str, source: str) -> Decoded:
    text = payload.decode(name, "replace")
    return Decoded(text, name, source, text.count("�"))
