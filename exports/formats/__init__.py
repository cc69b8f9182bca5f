"""The formats: one file each, found by scanning this folder.

A format is a module with these names:

- `NAME`: what the command line calls it;
- `DESCRIPTION`: one line for `oldface export --list`;
- `LOSSES`: a mapping from Field to what becomes of it, for each field its target has no place for;
- `write(archive, folder, **options)`: takes a Selection, and writes into a Bundle.

and, where it wants them,

- `OPTIONS`: a tuple of Option; write() gets each as a keyword argument of that name;
- `PATTERN`: the addresses of the new site where the user gives none, e.g. '/posts/{slug}/';
- `UNIQUE_SLUGS`: True where the target takes a slug once, in whatever folder;
- `SINGLE_FILE`: the one file it writes, so that `--to` may name a file;
- `ALIASES`: further names;
- `preflight(archive, **options)`: an iterator of Loss, predicting what the target's importer drops, shortens, merges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from archive.errors import BadInput
from exports.bundle import Bundle
from exports.losses import Field, Loss
from exports.selection import Selection

__all__ = ["Format", "Option", "OptionValue", "find_format", "formats"]

OptionValue = str | int | bool
"""A value of an option; the type of its default tells which."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a format on the command line: '--split-megabytes' for the name split_megabytes."""

    name: str
    help: str
    default: OptionValue


@dataclass(frozen=True, slots=True)
class Format:
    """A format as its file describes it."""

    name: str
    description: str
    losses: Mapping[Field, str]
    write: Callable[..., None]
    """(Selection, Bundle, **options)"""
    preflight: Callable[..., Iterator[Loss]]
    """(Selection, **options)"""
    options: tuple[Option, ...]
    pattern: str
    feed: str
    """Where its sites have their feed by convention; '' where there is none."""
    unique_slugs: bool
    single_file: str | None
    aliases: tuple[str, ...]

    def export(self, archive: Selection, folder: Bundle, options: Mapping[str, OptionValue]) -> None:
        """Write all files of the format."""
        self.write(archive, folder, **options)


def _no_preflight(_archive: Selection, **_options: OptionValue) -> Iterator[Loss]:
    return iter(())


@cache
def formats() -> dict[str, Format]:
    """Every format by name, in order of name."""
    found = {}
    for module_info in iter_modules(__path__):
        module = import_module(f"{__name__}.{module_info.name}")
        if hasattr(module, "NAME"):
            found[module.NAME] = Format(
                name=module.NAME,
                description=module.DESCRIPTION,
                losses=module.LOSSES,
                write=module.write,
                preflight=getattr(module, "preflight", _no_preflight),
                options=getattr(module, "OPTIONS", ()),
                pattern=getattr(module, "PATTERN", "/{slug}/"),
                feed=getattr(module, "FEED", ""),
                unique_slugs=getattr(module, "UNIQUE_SLUGS", False),
                single_file=getattr(module, "SINGLE_FILE", None),
                aliases=getattr(module, "ALIASES", ()),
            )
    return dict(sorted(found.items()))


def find_format(name: str) -> Format:
    """The format of that name or alias; BadInput when there is none."""
    for format_ in formats().values():
        if name in (format_.name, *format_.aliases):
            return format_
    raise BadInput(f"there is no format {name!r}", next_step=f"Take one of: {', '.join(formats())}.")
