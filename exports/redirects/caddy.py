"""A URL map in, a snippet for a Caddyfile out."""

from __future__ import annotations

from exports.bundle import Bundle
from exports.redirects import encoded_path, one_per_path
from exports.url_map import MapEntry, UrlMap

NAME = "caddy"
DESCRIPTION = "Caddyfile snippet to import into a site block"


RULES = """\
@oldface_gone_NAME expression `{oldface_NAME} == "gone"`
respond @oldface_gone_NAME 410
@oldface_moved_NAME expression `{oldface_NAME} != "" && {oldface_NAME} != "gone"`
redir @oldface_moved_NAME {oldface_NAME} 301
"""


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """oldface.caddy: two maps, and the redirects that use them."""
    warnings: list[str] = []
    with folder.text(f"{prefix}oldface.caddy") as out:
        out.write("# Write 'import oldface.caddy' into the site block.\n")
        for name, source in (("path", "{http.request.uri.path}"), ("query", "{http.request.uri}")):
            out.write(f"map {source} {{oldface_by_{name}}} {{\n")
            for entry in one_per_path(url_map, warnings if name == "path" else []):
                if bool(entry.query) != (name == "query"):
                    continue
                if not entry.path.isprintable() or set(entry.path) & set("{}`"):
                    warnings.append(f"a Caddyfile cannot hold {entry.old_url}")
                    continue
                target = (entry.new_url or "gone").replace("{", "%7B").replace("}", "%7D")
                for key in keys_of(entry):
                    out.write(f"\t{quoted(key)} {quoted(target)}\n")
            out.write('\tdefault ""\n}\n')
        for name in ("query", "path"):
            out.write(RULES.replace("NAME", f"by_{name}"))
    return tuple(warnings)


def keys_of(entry: MapEntry) -> list[str]:
    """The decoded path with and without a slash at its end, or the address as sent where there is a query."""
    if entry.query:
        return [f"{encoded_path(entry)}?{entry.query}"]
    bare = entry.path.rstrip("/")
    return [bare, f"{bare}/"] if bare else ["/"]


def quoted(word: str) -> str:
    """A word of a Caddyfile, in which nothing has a meaning."""
    return f"`{word}`"
