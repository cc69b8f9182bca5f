"""The site profiles: what is known about one site, one file each, found by scanning this folder.

A profile overrules every general rule for its hosts and dates. Here a profile is a Python file with `PROFILE`; an
archive folder holds its own as `profiles/<name>.toml` (archive/profile_files.py). Python is read from this package
alone: an archive folder may come from anybody, and opening it must not run what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from archive.errors import OverlappingProfiles

__all__ = ["Profile", "check_overlaps", "package_profiles", "profile_for"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about one site."""

    name: str
    """Short name, as in rules ('profile:<name>') and in oldface.toml."""
    hosts: tuple[str, ...]
    """Host names, in lower case; '*.example.com' is any host below example.com."""
    valid_from: str | None = None
    """First day it holds for, YYYY-MM-DD; None for no beginning."""
    valid_until: str | None = None
    """Last day it holds for, YYYY-MM-DD, inclusive; None for no end."""
    seeds: tuple[str, ...] = ()
    """Addresses to start a crawl from."""
    scope: tuple[str, ...] = ()
    """Beginnings of the addresses that are the site's; empty for all of its hosts."""
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """CSS selectors by region or part of one; the names are those of profile_files.REGION_NAMES."""
    navigation: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """CSS selectors by NavigationKind value."""
    notices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """CSS selectors by NoticeKind value."""
    day_first: bool | None = None
    """Whether the site prints 03/04/2013 for the third of April; None when it is not said."""
    needs_browser: bool = False
    """Whether its pages have no text without JavaScript."""
    source: str = ""
    """The file it was read from, for messages."""


@cache
def package_profiles() -> tuple[Profile, ...]:
    """The profile of every file of this folder, by name."""
    found = [import_module(f"{__name__}.{m.name}").PROFILE for m in iter_modules(__path__)]
    return tuple(sorted(found, key=lambda profile: profile.name))


def profile_for(profiles: Iterable[Profile], url: str, day: str | None = None) -> Profile | None:
    """The profile that holds for an address on a day (YYYY-MM-DD, the capture's); None when none does.

    Without a day, the days of the profiles are not asked. Raises OverlappingProfiles when two hold.

    >>> old = Profile("old", ("blog.example.com",), valid_until="2014-06-30")
    >>> new = Profile("new", ("*.example.com",), valid_from="2014-07-01")
    >>> profile_for([old, new], "http://blog.example.com/a", "2014-07-01").name
    'new'
    """
    host = (urlsplit(url).hostname or "").lower()
    held = [p for p in profiles if _has_host(p, host) and (day is None or _holds_on(p, day)) and _has_address(p, url)]
    if len(held) > 1:
        raise _overlap(held[0], held[1], host)
    return held[0] if held else None


def check_overlaps(profiles: Sequence[Profile]) -> None:
    """Raise OverlappingProfiles, naming both files, when two profiles claim one host for one date."""
    for position, one in enumerate(profiles):
        for other in profiles[position + 1 :]:
            shared = next((host for host in one.hosts if _is_shared(host, other.hosts)), None)
            if shared and _meet_in_time(one, other) and _meet_in_scope(one, other):
                raise _overlap(one, other, shared)


def _overlap(one: Profile, other: Profile, host: str) -> OverlappingProfiles:
    return OverlappingProfiles(
        f"the profiles {one.name!r} and {other.name!r} both claim {host}",
        where=f"{one.source or one.name} and {other.source or other.name}",
    )


def _has_host(profile: Profile, host: str) -> bool:
    return any(_fits(pattern, host) for pattern in profile.hosts)


def _fits(pattern: str, host: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _is_shared(host: str, others: Iterable[str]) -> bool:
    return any(host == other or _fits(other, host) or _fits(host, other) for other in others)


def _holds_on(profile: Profile, day: str) -> bool:
    return (profile.valid_from or "") <= day <= (profile.valid_until or "9999")


def _has_address(profile: Profile, url: str) -> bool:
    return not profile.scope or url.startswith(profile.scope)


def _meet_in_time(one: Profile, other: Profile) -> bool:
    return max(one.valid_from or "", other.valid_from or "") <= min(
        one.valid_until or "9999", other.valid_until or "9999"
    )


def _meet_in_scope(one: Profile, other: Profile) -> bool:
    if not one.scope or not other.scope:
        return True
    return any(a.startswith(b) or b.startswith(a) for a in one.scope for b in other.scope)
