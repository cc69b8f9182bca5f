"""A URL map in, rewrite maps and rules for IIS out."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from exports.bundle import Bundle
from exports.redirects import encoded_source, one_per_path
from exports.url_map import MapEntry, UrlMap

NAME = "iis"
DESCRIPTION = "IIS URL Rewrite: web.config with a rewrite map"

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.webServer>
    <rewrite>
      <rewriteMaps>
        <rewriteMap name="oldface" defaultValue="" ignoreCase="true">
"""

TAIL = """\
        </rewriteMap>
      </rewriteMaps>
      <rules>
        <rule name="oldface gone" stopProcessing="true">
          <match url=".*" />
          <conditions><add input="{oldface:{UNENCODED_URL}}" pattern="^gone$" /></conditions>
          <action type="CustomResponse" statusCode="410" statusReason="Gone" />
        </rule>
        <rule name="oldface moved, whole address" stopProcessing="true">
          <match url=".*" />
          <conditions><add input="{oldface:{UNENCODED_URL}}" pattern="(.+)" /></conditions>
          <action type="Redirect" url="{C:1}" appendQueryString="false" redirectType="Permanent" />
        </rule>
        <rule name="oldface moved, path alone" stopProcessing="true">
          <match url=".*" />
          <conditions>
            <add input="{UNENCODED_URL}" pattern="^([^?]+)" />
            <add input="{oldface:{C:1}}" pattern="(.+)" />
          </conditions>
          <action type="Redirect" url="{C:1}" appendQueryString="false" redirectType="Permanent" />
        </rule>
      </rules>
    </rewrite>
  </system.webServer>
</configuration>
"""


def write(url_map: UrlMap, folder: Bundle, prefix: str) -> tuple[str, ...]:
    """web.config; IIS ignores the case of its keys, so of two that differ in case the first one stands."""
    taken: dict[str, str] = {}
    warnings: list[str] = []
    with folder.text(f"{prefix}web.config") as out:
        out.write(HEAD)
        for entry in one_per_path(url_map, warnings):
            if not entry.old_url.isprintable():
                warnings.append(f"web.config cannot hold {entry.old_url!r}: it is not printable")
                continue
            if not entry.query and url_map.is_new_place(entry.path):
                warnings.append(
                    f"IIS ignores case: {entry.old_url} cannot lead to {entry.new_url}, and needs no redirect"
                )
                continue
            for source in keys_of(entry):
                owner = taken.get(source.casefold())
                if owner is None:
                    taken[source.casefold()] = entry.new_url
                    out.write(f"          <add key={quoteattr(source)} value={quoteattr(entry.new_url or 'gone')} />\n")
                elif owner != entry.new_url:
                    warnings.append(f"IIS ignores case: {entry.old_url} leads to {owner or 'nothing'} as well")
        out.write(TAIL)
    return tuple(warnings)


def keys_of(entry: MapEntry) -> list[str]:
    """The address as sent; a path also with, or without, a slash at its end."""
    source = encoded_source(entry)
    if entry.query or source == "/":
        return [source]
    return [source.rstrip("/"), source.rstrip("/") + "/"]
