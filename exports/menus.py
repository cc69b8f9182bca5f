"""An archive in, the menus of its first page out, with links to the new site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from exports.selection import Selection

__all__ = ["Menu", "MenuItem", "menus"]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry."""

    label: str
    url: str
    """Where it leads: on the new site where that is known, else the old address; '#' for an entry without link."""
    parent: int | None
    """Index of the entry it is nested under."""


@dataclass(frozen=True, slots=True)
class Menu:
    """One menu or footer list, in page order."""

    name: str
    items: tuple[MenuItem, ...]


FIRST_PAGE = """SELECT g.id FROM pages g WHERE g.rendition_of_page_id IS NULL AND EXISTS
(SELECT 1 FROM navigation n WHERE n.parse_id = g.parse_id AND n.kind IN ('menu', 'footer'))
ORDER BY g.kind <> 'home', length(g.url), g.url LIMIT 1"""
"""The home page, or the page with the shortest address that has a menu."""


def menus(archive: Selection) -> Iterator[Menu]:
    """The menus of the first page, then its footer's; none where no page has any."""
    row = archive.archive.database.execute(FIRST_PAGE).fetchone()
    for kind in ("menu", "footer") if row else ():
        entries = archive.archive.menu(row[0], kind=kind)
        for number, group in groupby(entries, key=lambda entry: entry.group_number):
            listed = [entry for entry in group if entry.label.strip()]
            index = {entry.position: place for place, entry in enumerate(listed)}
            items = tuple(
                MenuItem(
                    entry.label,
                    (archive.resolve(entry.href) or entry.href) if entry.href else "#",
                    None if entry.parent_position is None else index.get(entry.parent_position),
                )
                for entry in listed
            )
            if items:
                yield Menu(f"Old {kind}" + (f" {number + 1}" if number else ""), items)
