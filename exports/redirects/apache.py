"""A URL map in, an .htaccess file for mod_rewrite out; mod_alias would take '?utm_source=' along and knows no queries.

RewriteMap would be faster but is not allowed in .htaccess; it is written beside it for those who own the server.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from exports.bundle import Bundle
from exports.redirects import one_per_path
from exports.url_map import MapEntry, UrlMap

NAME = "apache"
DESCRIPTION = ".htaccess lines, and a RewriteMap for the server configuration"

REWRITE = """\
# For the server configuration, where thousands of lines in .htaccess would be read at each request.
RewriteEngine On
RewriteMap oldface "txt:${SRVROOT}/conf/oldface-map.txt"
RewriteMap oldface_escape int:escape
RewriteCond "${oldface:${oldface_escape:%{REQUEST_URI}}}" "=gone"
RewriteRule "^" "-" [G,L]
RewriteCond "${oldface:${oldface_escape:%{REQUEST_URI}}}" "^(.+)$"
RewriteRule "^" "%1" [R=301,L,NE,QSD]
"""


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """.htaccess, oldface-rewrite.conf and oldface-map.txt."""
    warnings: list[str] = []
    with folder.text(f"{prefix}htaccess.txt") as out:
        out.write("# Rename this to .htaccess in the document root, or include it in the virtual host.\n")
        out.write("RewriteEngine On\n")
        for with_query in (True, False):
            told = warnings if with_query else []
            for entry in one_per_path(url_map, told):
                if bool(entry.query) == with_query:
                    out.write(rewrite_lines(entry))
    with folder.text(f"{prefix}oldface-map.txt") as out:
        for entry in one_per_path(url_map, []):
            if not entry.query:
                out.write(f"{map_key(entry.path)} {entry.new_url or 'gone'}\n")
    folder.write_text(f"{prefix}oldface-rewrite.conf", REWRITE)
    return tuple(warnings)


def target(new_url: str) -> str:
    """A target in which '$' and '%' stand for themselves."""
    return new_url.replace("$", "%24").replace("%", "\\%")


def literal(text: str) -> str:
    """A pattern that matches the text; signs as codes, so that neither the pattern nor the quotes around it break."""
    raw = text.encode("utf-8", "surrogateescape")
    return re.sub(rb"[^\w/-]", lambda found: b"\\x%02x" % found[0][0], raw).decode("ascii")


def map_key(path: str) -> str:
    """The path as Apache's own int:escape writes it."""
    raw = path.encode("utf-8", "surrogateescape")
    return re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), quote(raw, safe="$-_.+!*'(),:;@&=/~"))


def rewrite_lines(entry: MapEntry) -> str:
    """The lines for one address; without a query it answers whatever query is asked with it."""
    asked = f"RewriteCond %{{QUERY_STRING}} {quoted('^' + literal(entry.query) + '$')}\n" if entry.query else ""
    pattern = quoted("^/?" + literal(entry.path.strip("/")) + "/?$")
    if not entry.new_url:
        return f'{asked}RewriteRule {pattern} "-" [G,L]\n'
    return f"{asked}RewriteRule {pattern} {quoted(target(entry.new_url))} [R=301,L,NE,QSD]\n"


def quoted(word: str) -> str:
    """A word of Apache configuration."""
    return '"' + word.replace('"', '\\"') + '"'
