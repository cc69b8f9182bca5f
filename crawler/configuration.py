"""DIR/oldface.toml in, a Configuration out; and the other way round, with comments that explain each field.

The first crawl writes the file, people edit it, the next crawl uses it. tomlkit keeps what people wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import tomlkit
from tomlkit.exceptions import ParseError

from archive.errors import BadConfiguration
from crawler.scope import Scope, ScopeType, read_scope

__all__ = ["FILENAME", "Configuration", "configuration_text", "read_configuration", "scope_of", "write_configuration"]

FILENAME = "oldface.toml"


@dataclass(frozen=True, slots=True)
class Configuration:
    """What an archive folder's crawls are to do. Each field is one line of oldface.toml."""

    seeds: tuple[str, ...] = ()
    """[crawl] Addresses to start from."""
    name: str = ""
    """[crawl] Name of the collection, written to each WARC file (isPartOf)."""
    operator: str = ""
    """[crawl] Who runs the crawl and how to reach them: an address of a page or of mail."""
    description: str = ""
    """[crawl] Why this is kept, in a sentence; written to each WARC file."""
    scope_type: str = "prefix"
    """[scope] page, prefix, host, domain or custom."""
    include: tuple[str, ...] = ()
    """[scope] Regular expressions of further pages."""
    exclude: tuple[str, ...] = ()
    """[scope] Regular expressions of addresses never fetched."""
    page_limit: int = 0
    """[scope] Pages to fetch at most; 0 for no limit."""
    depth_limit: int = 0
    """[scope] Links to follow from a seed at most; 0 for no limit."""
    has_requisites: bool = True
    """[scope] Whether images, styles, fonts and documents are captured too, from wherever they are."""
    delay_seconds: float = 0.25
    """[politeness] Pause between two requests to one host."""
    concurrent_requests_per_host: int = 4
    """[politeness] Requests to one host at one time."""
    obey_robots: bool = True
    """[politeness] Whether robots.txt is obeyed."""
    user_agent: str = ""
    """[politeness] User-Agent; empty for oldface's own, which names the operator."""
    verify_certificates: bool = False
    """[politeness] Whether servers with a bad certificate are refused."""
    timeout_seconds: float = 180.0
    """[politeness] Time a response may take."""
    size_limit_megabytes: float = 64.0
    """[politeness] Larger responses are cut and marked so."""
    sitemaps: bool = True
    """[discovery] Whether sitemaps are looked for and read."""
    feeds: bool = True
    """[discovery] Whether feeds are looked for and read."""
    probe_soft_404: bool = True
    """[discovery] Whether one address that cannot exist is asked for in each kind of folder."""
    skip_unchanged: bool = False
    """[discovery] Whether pages are not asked for again that the sitemap says did not change."""
    browser: str = "never"
    """[discovery] never, empty (pages without text of their own) or always."""
    browser_clicks: bool = True
    """[discovery] Whether pages in the browser are clicked where they promise more."""
    warc_megabytes: int = 1000
    """[files] Size at which a new WARC file begins."""
    warc_prefix: str = "oldface"
    """[files] First part of the WARC files' names."""
    profile: str = ""
    """[files] Name of the site profile; empty to take the one of the host."""


# section, key in the file, field of Configuration, comment before it. One table writes the file and reads it.
_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("crawl", "seeds", "seeds", "Where the crawl starts: a list of addresses."),
    ("crawl", "name", "name", "Name of the collection; every WARC file carries it (isPartOf)."),
    ("crawl", "operator", "operator",
     "Who runs the crawl and how to reach them: sites' owners look for it.\n"
     "For example 'Example Archive, crawl@archive.example'."),
    ("crawl", "description", "description", "Why this is kept, in a sentence; every WARC file carries it."),
    ("scope", "type", "scope_type",
     "Which pages are ours, seen from each seed:\n"
     "  page    the seed alone\n"
     "  prefix  all below the seed's folder, that is, up to the last slash of its path\n"
     "  host    all on the seed's host and port ('www.' makes no difference)\n"
     "  domain  that, and all hosts below it\n"
     "  custom  only what the include rules say"),
    ("scope", "include", "include",
     "Further pages that are ours: regular expressions, searched for in the whole address.\n"
     "For example ['^http://blog\\.example/authors/'] (single quotes keep the backslashes)."),
    ("scope", "exclude", "exclude",
     "Addresses that are never fetched, pages and images alike; they win over everything else."),
    ("scope", "page_limit", "page_limit", "Stop after so many pages; 0 means no limit."),
    ("scope", "depth_limit", "depth_limit", "Follow at most so many links from a seed; 0 means no limit."),
    ("scope", "requisites", "has_requisites",
     "Also capture what pages need and offer (images, styles, fonts, PDFs), wherever it is served."),
    ("politeness", "delay_seconds", "delay_seconds",
     "Pause between two requests to one host. It grows by itself when the host is slow or says so\n"
     "(Crawl-delay, Retry-After, 429, 503)."),
    ("politeness", "concurrent_requests_per_host", "concurrent_requests_per_host",
     "Requests to one host at one time."),
    ("politeness", "obey_robots", "obey_robots",
     "Obey robots.txt. Set it to false only for a site that is your own: it is written to the log, the report\n"
     "and the WARC files."),
    ("politeness", "user_agent", "user_agent", "User-Agent; empty for oldface's own, which names the operator."),
    ("politeness", "verify_certificates", "verify_certificates",
     "Refuse servers whose certificate is not to be trusted. Old blogs outlive their certificates, so by default they\n"
     "are captured, and the report and each capture say what is wrong. Servers that are given a password are always\n"
     "refused then."),
    ("politeness", "timeout_seconds", "timeout_seconds", "Time a response may take until it is cut and marked so."),
    ("politeness", "size_limit_megabytes", "size_limit_megabytes", "Larger responses are cut and marked so."),
    ("discovery", "sitemaps", "sitemaps", "Look for sitemaps (robots.txt and the usual places) and read them."),
    ("discovery", "feeds", "feeds", "Look for feeds and read them; old articles are often linked from nowhere else."),
    ("discovery", "probe_soft_404", "probe_soft_404",
     "Ask for one address that cannot exist in each kind of folder, to know pages that say 'not found' with 200."),
    ("discovery", "skip_unchanged", "skip_unchanged",
     "On a later crawl, do not ask for pages that the sitemap says did not change since their capture; their links\n"
     "are followed all the same. By default they are asked for last, and by condition, which costs the site next to\n"
     "nothing: sitemaps often do not count new comments and new designs."),
    ("discovery", "browser", "browser",
     "Load pages in a browser as well: never, empty (pages that have no text without it), always.\n"
     "Needs: pip install 'oldface[browser]'."),
    ("discovery", "browser_clicks", "browser_clicks",
     "Pages in the browser are scrolled through. Also click what promises more of the same there\n"
     "('load more comments', 'show replies'), at most 25 times a page; never what sends a form or leads elsewhere."),
    ("files", "warc_megabytes", "warc_megabytes", "Begin a new WARC file at this size (1 MB = 1,000,000 bytes)."),
    ("files", "warc_prefix", "warc_prefix", "First part of the WARC files' names."),
    ("files", "profile", "profile", "Name of the site profile; empty to take the one that fits the host and date."),
)  # fmt: skip

_CHOICES = {"scope_type": tuple(ScopeType), "browser": ("never", "empty", "always")}
_AT_LEAST: Mapping[str, float] = {
    "page_limit": 0, "depth_limit": 0, "delay_seconds": 0, "concurrent_requests_per_host": 1, "timeout_seconds": 1,
    "size_limit_megabytes": 0.01, "warc_megabytes": 1,
}  # fmt: skip
_HEADING = """\
oldface: what the crawls of this folder do. The first crawl wrote this file; edit it, and the next crawl uses it.
Ask 'oldface scope URL --from DIR' whether an address is ours, and why.
"""


def read_configuration(path: Path) -> Configuration:
    """The configuration in the file at `path`; fields that it does not have keep their defaults.

    Sections that other commands own are left to them. Raises BadConfiguration naming the field; FileNotFoundError
    when there is no file.
    """
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    except (ParseError, UnicodeDecodeError) as error:
        raise BadConfiguration(
            f"The file is no TOML: {error}", where=str(path), next_step="Correct the line that the message names."
        ) from error
    known = {(section, key): name for section, key, name, _ in _FIELDS}
    values: dict[str, object] = {}
    for section in dict.fromkeys(section for section, *_ in _FIELDS):
        table = document.get(section, {})
        if not isinstance(table, dict):
            raise _bad(section, table, "a section, written [name]", path)
        for key, value in table.items():
            name = known.get((section, key))
            if name is None:
                fields = ", ".join(k for s, k in known if s == section)
                raise BadConfiguration(
                    f"There is no field {section}.{key}", where=str(path),
                    next_step=f"Remove or correct it; the fields of [{section}] are {fields}.",
                )  # fmt: skip
            values[name] = _read_value(f"{section}.{key}", name, value, path)
    configuration = replace(Configuration(), **values)  # type: ignore[arg-type]  # _read_value checked each type
    scope_of(configuration)
    return configuration


def _read_value(field: str, name: str, value: object, path: Path) -> object:
    """The value as the field's type; raises BadConfiguration when it cannot be."""
    default = getattr(Configuration(), name)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _bad(field, value, "a list of strings", path)
        return tuple(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise _bad(field, value, "true or false", path)
        return value
    if isinstance(default, int | float):
        kind = "a number" if isinstance(default, float) else "a whole number"
        if isinstance(value, bool) or not isinstance(value, int if isinstance(default, int) else int | float):
            raise _bad(field, value, kind, path)
        if value < _AT_LEAST[name] or value != value:
            raise _bad(field, value, f"{kind} of at least {_AT_LEAST[name]:g}", path)
        return type(default)(value)
    if not isinstance(value, str):
        raise _bad(field, value, "a string", path)
    if name in _CHOICES and value not in _CHOICES[name]:
        raise _bad(field, value, f"one of {', '.join(_CHOICES[name])}", path)
    if name == "warc_prefix" and not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", value):
        raise _bad(field, value, "letters, digits, '.', '_' and '-', at most 60", path)
    if any(ord(character) < 32 for character in value):
        raise _bad(field, value, "one line of text", path)
    return value


def _bad(field: str, value: object, wanted: str, path: Path) -> BadConfiguration:
    return BadConfiguration(
        f"{field} is {value!r}", where=str(path), next_step=f"Give {field} {wanted}; the comment above it explains it."
    )


def configuration_text(configuration: Configuration) -> str:
    """The file as the first crawl writes it: every field with its explanation."""
    document = tomlkit.document()
    for line in _HEADING.splitlines():
        document.add(tomlkit.comment(line))
    for section in dict.fromkeys(section for section, *_ in _FIELDS):
        table = tomlkit.table()
        for _, key, name, comment in (row for row in _FIELDS if row[0] == section):
            for line in comment.splitlines():
                table.add(tomlkit.comment(line))
            table.add(key, _toml_value(getattr(configuration, name)))
            table.add(tomlkit.nl())
        document.add(tomlkit.nl())
        document.add(section, table)
    return re.sub(r"\n{3,}", "\n\n", tomlkit.dumps(document)).strip() + "\n"


def _toml_value(value: object) -> tomlkit.items.Item:
    if isinstance(value, tuple):
        array = tomlkit.array()
        for text in value:
            # single quotes: a regular expression's backslashes stay as they are
            array.append(tomlkit.string(text, literal="'" not in text and "\n" not in text))
        return array.multiline(len(value) > 1)
    return tomlkit.item(value)


def write_configuration(path: Path, configuration: Configuration) -> None:
    """Writes the file whole, or not at all."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_text(configuration_text(configuration), encoding="utf-8")
    temporary.replace(path)


def scope_of(configuration: Configuration) -> Scope:
    """The scope the configuration describes."""
    return read_scope(
        configuration.seeds, scope_type=configuration.scope_type, include=configuration.include,
        exclude=configuration.exclude,
    )  # fmt: skip
