"""An address as written in, the address to ask for and the key the crawl knows it by out.

Two functions, because they answer two questions. `request_address` is what goes over the wire: the same resource
a browser would ask for, spelled in one way. `crawl_key` says when two addresses are the same to the crawl: it also
leaves out session ids and campaign trackers, which name a visitor and not a page. Neither ever changes the order
of a query: servers may read it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

import idna

__all__ = [
    "crawl_key",
    "host_and_port",
    "is_session_id",
    "is_tracker",
    "join_address",
    "request_address",
    "seed_address",
]

MAXIMUM_ADDRESS_CHARACTERS = 2083
"""Longer addresses are left out: no browser of the time asked for one, and endless-path traps make them."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# WHATWG URL section 1.3: what a browser leaves as it is in a path and in a query.
_PATH_SAFE = _UNRESERVED | frozenset("!$&'()*+,;=:@/|[]%")
_QUERY_SAFE = _UNRESERVED | frozenset("!$&()*+,;=:@/?|[]{}^`%\\")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PATH = re.compile(r"[^?#]*")
_CONTROLS = re.compile(r"[\t\n\r]")

# A session id says who asks, so that one page has as many addresses as visitors: names that PHP, Java, ASP,
# ColdFusion, osCommerce, phpBB and vBulletin gave them. Short names count only with a value that looks random.
_SESSION_NAMES = frozenset(
    ["phpsessid", "jsessionid", "aspsessionid", "sessionid", "session_id", "cfid", "cftoken", "zenid", "oscsid"]
)
_SHORT_SESSION_NAMES = frozenset(["sid", "s", "session", "sess", "ssid"])
_RANDOM_VALUE = re.compile(r"^(?=.*[0-9])(?=.*[a-zA-Z])[0-9a-zA-Z,_-]{16,}$")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
# ASP.NET's cookieless sessions: /(S(lit3py55t21z5v55vlm25s55))/page.aspx
_ASP_SESSION = re.compile(r"/\((?:[A-Z]\([0-9A-Za-z_-]{24,}\))+\)(?=/)")

_TRACKER_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "_hs", "mc_c", "mc_e", "oly_", "vero_")
_TRACKERS = frozenset(
    [
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mkt_tok",
        "__hstc", "__hssc", "__hsfp", "hsctatracking", "s_cid", "wt.mc_id", "wt_mc", "_openstat", "ref_src",
        "fb_ref", "fb_source", "fb_action_ids", "fb_action_types", "action_object_map", "action_type_map",
        "action_ref_map", "trk", "wickedid", "spm", "ncid", "cmpid",
    ]
)  # fmt: skip


def join_address(base: str, written: str, *, query_charset: str = "utf-8") -> str | None:
    """The address to ask for that `written` names on a page whose base is `base`; None when it names none on the web.

    >>> join_address("http://blog.example/2011/", " ../about\\n ")
    'http://blog.example/about'
    >>> join_address("http://blog.example/", "mailto:anne@example.org") is None
    True
    >>> join_address("http://blog.example/", "2011\\\\05\\\\story.html")
    'http://blog.example/2011/05/story.html'
    """
    written = _CONTROLS.sub("", written).strip(" \0\f")
    if "\\" in written:  # to a browser the same as a slash, but in the query (WHATWG URL section 4.4)
        path = _PATH.match(written)
        written = path[0].replace("\\", "/") + written[path.end() :] if path else written
    try:
        return request_address(urljoin(base, written), query_charset=query_charset)
    except ValueError:  # urljoin refuses unbalanced brackets, which hand-written pages have
        return None


@lru_cache(maxsize=4096)
def request_address(url: str, *, query_charset: str = "utf-8") -> str | None:
    """The address as it is asked for: one spelling, no fragment, no credentials; None when it is no web address.

    `query_charset` is the charset of the page that named it: browsers write non-ASCII letters of a query in it
    (WHATWG URL section 4.4).

    >>> request_address("HTTP://Blog.Example:80/a/./b/../%7ejoe?b=2&a=%41#top")
    'http://blog.example/a/~joe?b=2&a=A'
    >>> request_address("http://blog.example/Vision für Mexico")
    'http://blog.example/Vision%20f%C3%BCr%20Mexico'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), _spell_host(parts.hostname or "")
    if scheme not in _DEFAULT_PORTS or not host:
        return None
    authority = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = _remove_dots(_spell(parts.path.replace("\\", "/"), _PATH_SAFE, "utf-8")) or "/"
    query = _spell(parts.query, _QUERY_SAFE, query_charset)
    address = urlunsplit((scheme, authority, path, query, ""))
    return address if len(address) <= MAXIMUM_ADDRESS_CHARACTERS else None


def seed_address(written: str) -> str | None:
    """The address that a person means: a bare host is on http; None when it is no web address.

    >>> seed_address("blog.example/news/"), seed_address("mailto:a@b.example")
    ('http://blog.example/news/', None)
    """
    is_bare = re.match(r"[\w.-]+(?::\d+)?(?:[/?#]|$)", written) is not None
    return request_address(f"http://{written}" if is_bare else written)


@lru_cache(maxsize=4096)
def crawl_key(url: str) -> str:
    """What the crawl knows an address by: two addresses with one key are fetched once.

    >>> crawl_key("http://blog.example/a;jsessionid=1A2B?utm_source=feed&p=3&PHPSESSID=0a1b2c")
    'http://blog.example/a?p=3'
    >>> crawl_key("http://blog.example/a?b=2&a=1")
    'http://blog.example/a?b=2&a=1'
    """
    address = request_address(url) or url
    parts = urlsplit(address)
    path = _PATH_SESSION.sub("", parts.path)
    if "(" in path:
        path = _ASP_SESSION.sub("", path)
    query = parts.query
    if query:
        query = "&".join(pair for pair in query.split("&") if not _is_noise(pair))
    return urlunsplit((parts.scheme, parts.netloc, path or "/", query, ""))


def _is_noise(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return is_session_id(name, value) or is_tracker(name)


def is_session_id(name: str, value: str) -> bool:
    """Whether a pair of a query names the visitor's session.

    >>> is_session_id("PHPSESSID", "0a1b"), is_session_id("s", "mexico"), is_session_id("sid", "f00ba4f00ba4f00ba4")
    (True, False, True)
    """
    lower = name.lower()
    if lower in _SESSION_NAMES or lower.startswith("aspsessionid"):
        return True
    return lower in _SHORT_SESSION_NAMES and _RANDOM_VALUE.match(value) is not None


def is_tracker(name: str) -> bool:
    """Whether a name in a query is a campaign's or a click's, which no server shows another page for.

    >>> is_tracker("utm_source"), is_tracker("page")
    (True, False)
    """
    lower = name.lower()
    return lower in _TRACKERS or lower.startswith(_TRACKER_PREFIXES)


def host_and_port(url: str) -> tuple[str, int]:
    """Host in lower case and the port, the scheme's own where none is written.

    >>> host_and_port("https://Blog.Example/")
    ('blog.example', 443)
    """
    parts = urlsplit(url)
    return (parts.hostname or "").rstrip("."), parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


@lru_cache(maxsize=1024)
def _spell_host(host: str) -> str:
    """The host in lower case and ASCII, brackets around IPv6; '' when it cannot be one."""
    if ":" in host:
        return f"[{host.lower()}]"
    host = host.rstrip(".").lower()
    if host.isascii():
        return host if re.fullmatch(r"[a-z0-9._-]+", host) else ""
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def _spell(text: str, safe: frozenset[str], charset: str) -> str:
    """Escapes in upper case, needless ones resolved, needed ones written; anything else as it was."""
    if "%" in text:
        text = _ESCAPE.sub(_spell_escape, text)
        text = re.sub(r"%(?![0-9A-F]{2})", "%25", text)
    if not safe.issuperset(text):
        text = "".join(c if c in safe else _escape(c, charset) for c in text)
    return text


def _spell_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _escape(character: str, charset: str) -> str:
    try:
        encoded = character.encode(charset)
    except (UnicodeEncodeError, LookupError):
        encoded = character.encode("utf-8", "replace")
    return "".join(f"%{byte:02X}" for byte in encoded)


def _remove_dots(path: str) -> str:
    """The path without '.' and '..' segments (RFC 3986 section 5.2.4); other empty segments stay."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for position, segment in enumerate(segments):
        is_last = position == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
            continue
        if is_last:
            kept.append("")
    return "/".join(kept)
