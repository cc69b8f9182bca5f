"""A TOML file in, a Profile out; and the other way round. An archive folder in, its profiles out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from runpy import run_path
from typing import Any

import soupsieve

from archive.errors import BadProfile
from archive.model import NavigationKind, NoticeKind
from archive.profiles import Profile, check_overlaps, package_profiles

__all__ = ["REGION_NAMES", "load_profile", "profile_text", "profiles_of"]

REGION_NAMES = (
    "title",
    "subtitle",
    "kicker",
    "body",
    "byline",
    "author",
    "published",
    "modified",
    "tags",
    "comment",
    "comment_author",
    "comment_date",
    "comment_subject",
    "comment_text",
    "comment_form",
    "furniture",
)
"""What [regions] may name. `author` is one name within a byline; `furniture` is taken out of whatever it stands in."""

_FIELDS = {
    "name": str,
    "hosts": list,
    "valid_from": date,
    "valid_until": date,
    "seeds": list,
    "scope": list,
    "day_first": bool,
    "needs_browser": bool,
    "regions": dict,
    "navigation": dict,
    "notices": dict,
}


def profiles_of(folder: Path | None) -> tuple[Profile, ...]:
    """The package's profiles and those of an archive folder (profiles/*.toml), by name.

    Raises BadProfile for a file that cannot be used, OverlappingProfiles when two claim one host for one date.
    """
    own = [load_profile(path) for path in sorted((folder / "profiles").glob("*.toml"))] if folder else []
    named = {profile.name for profile in own}
    found = sorted([*own, *(p for p in package_profiles() if p.name not in named)], key=lambda p: p.name)
    check_overlaps(found)
    return tuple(found)


def load_profile(path: Path) -> Profile:
    """The profile of a TOML file, or the PROFILE of a Python file; raises BadProfile with the field that is wrong.

    A Python file is run: it is read only where somebody names it, never because it lies in an archive folder.
    """
    if path.suffix == ".py":
        return _python_profile(path)
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadProfile(f"cannot read the profile: {error.strerror}", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadProfile(f"no TOML: {error}", where=str(path)) from error
    return _profile(held, str(path), path.stem)


def _python_profile(path: Path) -> Profile:
    try:
        held = run_path(str(path)).get("PROFILE")
    except (OSError, SyntaxError, ValueError, NameError, TypeError, ImportError) as error:
        raise BadProfile(f"cannot run the profile: {error}", where=str(path)) from error
    if not isinstance(held, Profile):
        raise _bad("no PROFILE in the file", str(path), "Write: PROFILE = Profile(name, hosts, regions={...}).")
    for table, selectors in (("regions", held.regions), ("navigation", held.navigation), ("notices", held.notices)):
        for name, each in selectors.items():
            for selector in each:
                _check_selector(selector, f"{table}.{name}", str(path))
    return replace(held, source=str(path))


def _profile(held: Mapping[str, Any], where: str, stem: str) -> Profile:  # Any: values of TOML
    for name, value in held.items():
        wanted = _FIELDS.get(name)
        if wanted is None:
            raise _bad(f"no field is called {name!r}", where, f"Use one of: {', '.join(_FIELDS)}.")
        if not isinstance(value, wanted):
            raise _bad(f"{name} = {value!r} is no {wanted.__name__}", where)
    if not held.get("hosts"):
        raise _bad("hosts is missing", where, 'Name the site, for example: hosts = ["blog.example.com"].')
    return Profile(
        name=str(held.get("name") or stem),
        hosts=tuple(host.lower() for host in _strings(held["hosts"], "hosts", where)),
        valid_from=held["valid_from"].isoformat()[:10] if "valid_from" in held else None,
        valid_until=held["valid_until"].isoformat()[:10] if "valid_until" in held else None,
        seeds=_strings(held.get("seeds", []), "seeds", where),
        scope=_strings(held.get("scope", []), "scope", where),
        regions=_selectors(held.get("regions", {}), "regions", REGION_NAMES, where),
        navigation=_selectors(held.get("navigation", {}), "navigation", [str(k) for k in NavigationKind], where),
        notices=_selectors(held.get("notices", {}), "notices", [str(k) for k in NoticeKind], where),
        day_first=held.get("day_first"),
        needs_browser=bool(held.get("needs_browser", False)),
        source=where,
    )


def _selectors(
    held: Mapping[str, Any],  # Any: values of TOML
    table: str,
    names: Iterable[str],
    where: str,
) -> dict[str, tuple[str, ...]]:
    allowed = list(names)
    result: dict[str, tuple[str, ...]] = {}
    for name, value in held.items():
        field = f"{table}.{name}"
        if name not in allowed:
            raise _bad(f"no field is called {field!r}", where, f"Use one of: {', '.join(allowed)}.")
        selectors = (value,) if isinstance(value, str) else _strings(value, field, where)
        for selector in selectors:
            _check_selector(selector, field, where)
        result[name] = selectors
    return result


def _strings(value: Any, field: str, where: str) -> tuple[str, ...]:  # Any: a value of TOML
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _bad(f"{field} = {value!r} is no list of strings", where)
    return tuple(value)


def _check_selector(selector: str, field: str, where: str) -> None:
    try:
        soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise _bad(f"{field} = {selector!r} is no CSS selector: {reason}", where) from error


def _bad(what: str, where: str, next_step: str = "") -> BadProfile:
    return BadProfile(what, where=where, next_step=next_step)


def profile_text(profile: Profile, *, comments: Mapping[str, str] | None = None) -> str:
    """The profile as a TOML file that load_profile reads back equal; `comments` by field, e.g. 'regions.body'."""
    notes = comments or {}
    lines = [f"# What is known about {', '.join(profile.hosts)}. It overrules every general rule.", ""]
    lines += [f"name = {_quoted(profile.name)}", f"hosts = {_list(profile.hosts)}"]
    lines += [f"valid_from = {profile.valid_from}"] if profile.valid_from else []
    lines += [f"valid_until = {profile.valid_until}"] if profile.valid_until else []
    lines += [f"seeds = {_list(profile.seeds)}"] if profile.seeds else []
    lines += [f"scope = {_list(profile.scope)}"] if profile.scope else []
    lines += [f"day_first = {str(profile.day_first).lower()}"] if profile.day_first is not None else []
    lines += ["needs_browser = true"] if profile.needs_browser else []
    tables = (("regions", profile.regions), ("navigation", profile.navigation), ("notices", profile.notices))
    for table, held in tables:
        if held:
            lines += ["", f"[{table}]"]
        for name, selectors in held.items():
            note = notes.get(f"{table}.{name}")
            lines += [f"{name} = {_list(selectors)}" + (f"  # {note}" if note else "")]
    return "\n".join(lines) + "\n"


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(_quoted(value) for value in values) + "]"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
