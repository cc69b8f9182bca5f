"""Seeds and rules in, for an address the decision and its reason out. Pure.

The scope types have Browsertrix's names: page, prefix, host, domain, custom. Pages are captured only in scope; what
a page needs to be shown (images, styles, fonts, documents) is captured from wherever it is served, unless a rule
excludes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from archive.errors import BadConfiguration, CrawlRefused
from crawler.addresses import crawl_key, host_and_port, request_address, seed_address

__all__ = ["Decision", "Scope", "ScopeType", "decide", "explain", "read_scope"]


class ScopeType(StrEnum):
    """Which pages are ours, seen from a seed."""

    PAGE = "page"
    PREFIX = "prefix"
    HOST = "host"
    DOMAIN = "domain"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rule for which addresses are ours; made by `read_scope`."""

    type: ScopeType
    seeds: tuple[str, ...]
    """Addresses as they are asked for."""
    include: tuple[re.Pattern[str], ...] = ()
    """An address that one of these finds is ours too."""
    exclude: tuple[re.Pattern[str], ...] = ()
    """An address that one of these finds is not ours, whatever else says so; holds for requisites as well."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an address is ours, and why."""

    is_in: bool
    reason: str
    """'seed', 'prefix', 'host', 'domain', 'include', 'requisite', 'rendition'; when out 'outOfScope', 'excluded',
    'notWeb'."""
    because: str
    """The rule that decided, in words that follow 'because'."""


def read_scope(
    seeds: Iterable[str], *, scope_type: str = "prefix", include: Iterable[str] = (), exclude: Iterable[str] = ()
) -> Scope:
    """The scope these values describe.

    Raises CrawlRefused for a seed that is no web address, BadConfiguration for a type or pattern that cannot be used.
    """
    addresses: list[str] = []
    for seed in seeds:
        address = seed_address(seed)
        if address is None:
            raise CrawlRefused(f"The seed {seed!r} is no http:// or https:// address")
        if address not in addresses:
            addresses.append(address)
    try:
        kind = ScopeType(scope_type)
    except ValueError as error:
        raise BadConfiguration(
            f"scope.type is {scope_type!r}",
            next_step=f"Write one of {', '.join(ScopeType)} for scope.type in oldface.toml.",
        ) from error
    return Scope(
        kind, tuple(addresses), _compile_rules("scope.include", include), _compile_rules("scope.exclude", exclude)
    )


def _compile_rules(field: str, rules: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for rule in rules:
        try:
            compiled.append(re.compile(rule))
        except re.error as error:
            raise BadConfiguration(
                f"{field} has {rule!r}, which is no regular expression: {error}",
                next_step=f"Correct the rule in {field} of oldface.toml; a dot that means a dot is written '\\.'.",
            ) from error
    return tuple(compiled)


def decide(scope: Scope, url: str, *, is_requisite: bool = False, rendition_of: str | None = None) -> Decision:
    """Whether `url` is ours.

    `is_requisite`: a page in scope needs it to be shown. `rendition_of`: the page in scope that names it as another
    form of itself (print, AMP, shortlink, canonical); such a form is ours on the page's own host, since Drupal's
    /print/123 and WordPress's /?p=123 stand outside any seed's folder.
    """
    address = request_address(url)
    if address is None:
        return Decision(False, "notWeb", "it is no http:// or https:// address")
    for rule in scope.exclude:
        if rule.search(address):
            return Decision(False, "excluded", f"the exclude rule '{rule.pattern}' of oldface.toml matches")
    if is_requisite:
        return Decision(True, "requisite", "a page in scope needs it to be shown")
    for rule in scope.include:
        if rule.search(address):
            return Decision(True, "include", f"the include rule '{rule.pattern}' of oldface.toml matches")
    for seed in scope.seeds:
        found = _decide_by_seed(scope.type, seed, address)
        if found is not None:
            return found
    if rendition_of is not None and _place(rendition_of) == _place(address):
        return Decision(True, "rendition", f"it is another form of {rendition_of}, on the same host")
    return Decision(False, "outOfScope", _describe_miss(scope))


def _decide_by_seed(scope_type: ScopeType, seed: str, address: str) -> Decision | None:
    if crawl_key(address) == crawl_key(seed):
        return Decision(True, "seed", f"it is the seed {seed}")
    same_place = _place(seed) == _place(address)
    if scope_type is ScopeType.PREFIX and same_place:
        folder = _folder(seed)
        if _path_and_query(address).startswith(folder):
            return Decision(True, "prefix", f"its address begins with {_spell_place(seed)}{folder}, the seed's folder")
    if scope_type is ScopeType.HOST and same_place:
        return Decision(True, "host", f"it is on {_spell_place(seed)}, the seed's host")
    if scope_type is ScopeType.DOMAIN:
        domain, port = _place(seed)
        host, other_port = _place(address)
        if port == other_port and (host == domain or host.endswith(f".{domain}")):
            return Decision(True, "domain", f"its host {host} is {domain} or below it, the seed's domain")
    return None


def _describe_miss(scope: Scope) -> str:
    if scope.type is ScopeType.CUSTOM:
        return "no include rule of oldface.toml matches, and scope.type is 'custom'"
    if scope.type is ScopeType.PREFIX:
        areas = ", ".join(f"{_spell_place(s)}{_folder(s)}" for s in scope.seeds)
        return f"its address begins with none of the seeds' folders ({areas})"
    if scope.type is ScopeType.PAGE:
        return "it is none of the seeds, and scope.type is 'page'"
    areas = ", ".join(_spell_place(s) for s in scope.seeds)
    return f"it is on no seed's {scope.type} ({areas})"


def _place(url: str) -> tuple[str, int]:
    """Host without a leading 'www.' and port, http's and https's own port being one: one site behind both."""
    host, port = host_and_port(url)
    return host.removeprefix("www."), 80 if port == 443 else port


def _spell_place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _folder(seed: str) -> str:
    """The seed's path up to and including its last slash."""
    return urlsplit(seed).path.rpartition("/")[0] + "/"


def _path_and_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def explain(scope: Scope, url: str) -> str:
    """The decision on a page's address as one sentence.

    >>> explain(read_scope(["http://blog.example/2011/"]), "http://blog.example/2011/06/vision")
    "in, because its address begins with http://blog.example/2011/, the seed's folder"
    >>> explain(read_scope(["http://blog.example/2011/"]), "http://blog.example/about")
    "out, because its address begins with none of the seeds' folders (http://blog.example/2011/)"
    """
    decision = decide(scope, url)
    return f"{'in' if decision.is_in else 'out'}, because {decision.because}"
