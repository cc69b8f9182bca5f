"""Articles in, an archive of them out: archive.db with the whole schema, to be searched, cited and served like any."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from archive.errors import BadInput, NotFound
from archive.intake import WARC_FOLDER
from archive.store import DATABASE_NAME
from archive.store.slicing import copy_whole, write_slice
from archive.warc_places import AT_SUFFIX, PlacedWarc, find_warc
from exports.bundle import Bundle
from exports.formats import Option
from exports.losses import Field
from exports.selection import Selection, in_words

NAME = "sqlite"
DESCRIPTION = "Archive of any slice: archive.db with the same tables and rows, for search, show, cite and serve"
LOSSES: Mapping[Field, str] = {
    Field.ASSETS: "named by address, digest and place in the WARC; --with-warcs takes the WARC files along",
}
OPTIONS = (
    Option(
        "with_warcs",
        "The WARC files that the rows lead back to: 'copy' them whole, 'refer' to them where they are, or 'no'.",
        "no",
    ),
)
WARC_CHOICES = ("no", "copy", "refer")


def write(archive: Selection, folder: Bundle, *, with_warcs: str = "no") -> None:
    """archive.db of the articles that fit and of all that belongs to them; the whole database without conditions."""
    if with_warcs not in WARC_CHOICES:
        raise BadInput(f"--with-warcs {with_warcs} is unknown", next_step=f"Take one of: {', '.join(WARC_CHOICES)}.")
    path = folder.adopt(DATABASE_NAME)
    if archive.is_whole:
        files = copy_whole(archive.archive, path)
    else:
        files = write_slice(archive.archive, archive.article_ids(), path, name=in_words(archive.conditions))
    folder.seal(DATABASE_NAME)
    if with_warcs == "no":
        return
    for name in files:
        _take_along(archive.archive.folder / WARC_FOLDER, name, folder, refer=with_warcs == "refer")


def _take_along(warcs: Path, name: str, folder: Bundle, *, refer: bool) -> None:
    """The WARC file of that name, or a file that says where it is (archive/warc_places.py)."""
    source = find_warc(warcs, name)
    if isinstance(source, Path) and not (source.name == name and source.is_file()):
        raise NotFound(
            f"The WARC file {name} is not whole yet or not in the archive's folder",
            where=str(warcs),
            next_step="Wait for the crawl that writes it, put it there, or leave --with-warcs out.",
        )
    if refer:
        place = source.place if isinstance(source, PlacedWarc) else str(source.resolve())
        folder.write_text(f"{WARC_FOLDER}/{name}{AT_SUFFIX}", f"{place}\n")
        return
    with source.open("rb") as stream:
        folder.copy(f"{WARC_FOLDER}/{name}", stream)
