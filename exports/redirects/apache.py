"""A URL map in, an .htaccess file out: mod_alias for paths, mod_rewrite for addresses with a query.

RewriteMap would be faster but is not allowed in .htaccess; it is written beside it for those who own the server.
"""

from __future__ import annotations

import re

from exports.bundle import Bundle
from exports.redirects import encoded_path, one_per_path
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
                if bool(entry.query) != with_query:
                    continue
                if entry.path.isprintable():
                    out.write(rewrite_lines(entry) if with_query else alias_line(entry))
                else:
                    warnings.append(f"Apache's configuration cannot hold {entry.old_url}: it is not printable")
    with folder.text(f"{prefix}oldface-map.txt") as out:
        for entry in one_per_path(url_map, []):
            if not entry.query:
                out.write(f"{encoded_path(entry)} {entry.new_url or 'gone'}\n")
    folder.write_text(f"{prefix}oldface-rewrite.conf", REWRITE)
    return tuple(warnings)


def alias_line(entry: MapEntry) -> str:
    """One RedirectMatch: Redirect would take all that begins with the path."""
    pattern = f"^{re.escape(entry.path.rstrip('/'))}/?$"
    if not entry.new_url:
        return f"RedirectMatch 410 {quoted(pattern)}\n"
    return f"RedirectMatch 301 {quoted(pattern)} {quoted(target(entry.new_url))}\n"


def target(new_url: str) -> str:
    """A target in which '$' and '%' stand for themselves."""
    return new_url.replace("$", "%24")


def rewrite_lines(entry: MapEntry) -> str:
    """The lines for one address with a query."""
    condition = f"RewriteCond %{{QUERY_STRING}} {quoted('^' + re.escape(entry.query) + '$')}\n"
    pattern = quoted("^/?" + re.escape(entry.path.strip("/")) + "/?$")
    if not entry.new_url:
        return f'{condition}RewriteRule {pattern} "-" [G,L]\n'
    escaped = target(entry.new_url).replace("%", "\\%")
    return f"{condition}RewriteRule {pattern} {quoted(escaped)} [R=301,L,NE,QSD]\n"


def quoted(word: str) -> str:
    """A word of Apache configuration."""
    return '"' + word.replace('"', '\\"') + '"'
