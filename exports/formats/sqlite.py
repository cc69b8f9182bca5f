"""Articles in, an archive of them out: archive.db with the whole schema, to be searched, cited and served like any."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from archive.errors import BadInput, NotFound
from archive.store import DATABASE_NAME
from archive.store.slicing import copy_whole, write_slice
from exports.bundle import Bundle
from exports.formats import Option
from exports.losses import Field
from exports.selection import Conditions, Selection

NAME = "sqlite"
DESCRIPTION = "Archive of any slice: archive.db with the same tables and rows, for search, show, cite and serve"
LOSSES: Mapping[Field, str] = {
    Field.ASSETS: "named by address, digest and place in the WARC; --with-warcs takes the WARC files along",
}
OPTIONS = (
    Option(
        "with_warcs",
        "The whole WARC files that the rows lead back to: 'copy', 'link' (hard links, where the disk allows) or 'no'.",
        "no",
    ),
)
WARC_CHOICES = ("no", "copy", "link")


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
        _take_along(archive.archive.folder / "warc" / name, folder, f"warc/{name}", link=with_warcs == "link")


def _take_along(source: Path, folder: Bundle, path: str, *, link: bool) -> None:
    if not source.is_file():
        raise NotFound(
            f"The WARC file {source.name} is not in the archive's folder",
            where=str(source.parent),
            next_step="Put it there, wait for the crawl that writes it, or leave --with-warcs out.",
        )
    target = folder.adopt(path)
    if not (link and _linked(source, target)):
        shutil.copyfile(source, target)
    folder.seal(path)


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source.resolve(), target)
    except OSError:
        return False
    return True


def in_words(conditions: Conditions) -> str:
    """The conditions as --where takes them, joined by 'and'.

    >>> in_words(Conditions(tag="energy", after="2012"))
    'tag=energy and after=2012'
    """
    named = [(name, getattr(conditions, name)) for name in ("tag", "author", "before", "after")]
    words = [f"{name}={value}" for name, value in named if value is not None]
    return " and ".join([*words, conditions.sql] if conditions.sql else words)
