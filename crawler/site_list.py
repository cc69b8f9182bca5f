"""A CSV of sites in, the jobs out: one folder each, with a name that is safe and its own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from slugify import slugify

from archive.errors import BadInput

__all__ = ["COLUMNS", "SiteJob", "read_sites"]

COLUMNS = ("seed", "name", "scope", "include", "exclude", "page_limit", "depth_limit", "delay", "operator")
"""Columns of the CSV; seed alone is needed. Several seeds are separated by spaces; the others are crawl's options."""


@dataclass(frozen=True, slots=True)
class SiteJob:
    """One site to crawl."""

    name: str
    """Name of its folder inside the folder of all."""
    seeds: tuple[str, ...]
    options: tuple[str, ...]
    """Options of `oldface crawl`, as on its command line."""


def read_sites(path: Path) -> tuple[SiteJob, ...]:
    """The jobs in the order of the file; BadInput naming the line that cannot be used.

    A file without a heading is a list of seeds, one a line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.reader(lines) if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"The list of sites cannot be read: {error}", where=str(path)) from error
    if rows and "seed" in (heading := [cell.strip().lower() for cell in rows[0]]):
        unknown = sorted(set(heading) - set(COLUMNS))
        if unknown:
            raise BadInput(
                f"Unknown column {unknown[0]!r}", where=str(path), next_step=f"Columns are: {', '.join(COLUMNS)}."
            )
        records = [dict(zip(heading, row, strict=False)) for row in rows[1:]]
    else:
        records = [{"seed": row[0]} for row in rows]
    jobs: dict[str, SiteJob] = {}
    for number, record in enumerate(records, start=1):
        job = _job({key: value.strip() for key, value in record.items()}, where=f"{path}, site {number}")
        if job.name in jobs:
            raise BadInput(
                f"Two sites would share the folder {job.name}",
                where=f"{path}, site {number}",
                next_step="Give them different values in the column name.",
            )
        jobs[job.name] = job
    if not jobs:
        raise BadInput("The list names no site", where=str(path), next_step="Write one seed a line.")
    return tuple(jobs.values())


def _job(record: dict[str, str], *, where: str) -> SiteJob:
    seeds = tuple(record.get("seed", "").split())
    for seed in seeds:
        if urlsplit(seed).scheme not in ("http", "https") or not urlsplit(seed).hostname:
            raise BadInput(
                f"{seed!r} is no address of a site", where=where, next_step="Begin it with http:// or https://."
            )
    if not seeds:
        raise BadInput("A site without seed", where=where, next_step="Fill the column seed.")
    name = slugify(record.get("name", "") or _name_of(seeds[0]), max_length=100)
    if not name:
        raise BadInput("A site whose name has no letter", where=where, next_step="Fill the column name.")
    return SiteJob(name, seeds, _options(record))


def _name_of(seed: str) -> str:
    parts = urlsplit(seed)
    return f"{parts.hostname} {parts.port or ''} {parts.path}"


def _options(record: dict[str, str]) -> tuple[str, ...]:
    options: list[str] = []
    for column in COLUMNS[2:]:
        value = record.get(column, "")
        values: Sequence[str] = value.split() if column in ("include", "exclude") else [value] if value else []
        for one in values:
            # one word: a value that begins with a dash stays a value
            options.append(f"--{column.replace('_', '-')}={one}")
    return tuple(options)
