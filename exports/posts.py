"""An article in, the facts that every front matter wants out, whatever their names are at the target."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from csv import writer as csv_writer
from importlib.resources import files
from typing import TextIO
from urllib.parse import quote, unquote, urlsplit

from archive.store import Article, ArticleByline
from exports.bundle import Bundle
from exports.dates import read_moment
from exports.front_matter import FieldValue
from exports.names import NameRegister, is_safe_path, slug
from exports.selection import LocalAsset, Selection
from exports.url_map import MapEntry

__all__ = [
    "AssetLog",
    "as_json",
    "asset_log",
    "author_records",
    "authors_of",
    "byline_fields",
    "captured_on",
    "copy_assets",
    "folder_name",
    "full_date",
    "lead_image",
    "new_path",
    "old_paths",
    "place_below",
    "provenance",
    "terms",
    "write_json",
    "write_layouts",
]


def full_date(value: str | None) -> str | None:
    """A date as importers take it: a day, or a time with the offset where it is known; None when there is none.

    >>> full_date("2013"), full_date("2013-07-25T10:14"), full_date("2013-07-25T10:14:00+02:00")
    ('2013-01-01', '2013-07-25T10:14:00', '2013-07-25T10:14:00+02:00')
    """
    moment = read_moment(value)
    if moment is None:
        return None
    return moment.local.date().isoformat() if moment.is_filled else moment.local.isoformat()


def terms(article: Article, *taxonomies: str) -> list[str]:
    """Names of the terms of these taxonomies, in printed order, each once."""
    return list(dict.fromkeys(tag.name for tag in article.tags if tag.taxonomy in taxonomies))


def authors_of(article: Article) -> list[ArticleByline]:
    """The contributors in printed order, a person once."""
    return list({byline.person_id: byline for byline in reversed(article.bylines)}.values())[::-1]


def byline_fields(byline: ArticleByline) -> dict[str, FieldValue]:
    """A contributor as a mapping."""
    return {
        "name": byline.name,
        "slug": byline.person_slug,
        "role": byline.role,
        "organisation": byline.organisation,
        "relation": byline.relation if byline.relation != "author" else None,
        "guest": byline.is_guest or None,
        "is_organisation": byline.is_organisation or None,
        "url": byline.url,
        "as_printed": byline.text_raw,
    }


def provenance(article: Article) -> dict[str, FieldValue]:
    """Where the article comes from, for readers of the new site's sources."""
    return {
        "url": article.url,
        "captured_at": article.capture.warc_date,
        "warc_file": article.capture.filename,
        "warc_offset_bytes": article.capture.offset_bytes,
        "warc_record_id": article.capture.record_id,
    }


def lead_image(article: Article, assets: Mapping[str, LocalAsset]) -> LocalAsset | None:
    """The lead image, where the archive holds it."""
    for asset in assets.values():
        if asset.use.asset.id == article.main_image_id:
            return asset
    return None


def old_paths(archive: Selection, article: Article) -> tuple[list[str], list[MapEntry]]:
    """(paths the article was known by, the addresses no path can stand for: with a query, or unsafe as a file name)."""
    new_url = archive.new_url(article)
    sources = archive.urls.sources(new_url)
    # generators make a file of '/a.html', so that no page can lie below it
    made_files = tuple(f"{entry.path}/" for entry in sources if entry.path.lower().endswith((".html", ".htm")))
    own = NameRegister()
    paths: list[str] = []
    left: list[MapEntry] = []
    for entry in sources:
        bare = entry.path.strip("/")
        is_file_name = is_safe_path(bare) and bare.isprintable() and not entry.path.startswith(made_files or ("\0",))
        if entry.query or not is_file_name or bare.lower() in MADE_BY_GENERATORS:
            left.append(entry)
        elif own.claim(bare, key="") == bare and bare != unquote(urlsplit(new_url).path).strip("/"):
            paths.append(entry.path)
    return paths, left


MADE_BY_GENERATORS = frozenset({"", "index.html", "index.xml", "sitemap.xml", "robots.txt", "404.html", "feed.xml"})
"""Paths of a site's own files, which an old address must not take."""


def new_path(archive: Selection, article: Article) -> str:
    """The decoded path of the article's new address: what generators take, whatever the site's origin."""
    return unquote(urlsplit(archive.new_url(article)).path) or "/"


def folder_name(register: NameRegister, article: Article) -> str:
    """A folder for the article: its slug, made different where another article has it."""
    return register.claim(slug(article.slug, fallback=f"article-{article.id}"), key=article.url)


def copy_assets(archive: Selection, folder: Bundle, assets: Mapping[str, LocalAsset], prefix: str) -> None:
    """The files of an article's assets, under `prefix`; what the archive cannot read is left out."""
    for asset in assets.values():
        opened = archive.open_asset(asset.use.asset)
        if opened is not None:
            folder.copy(f"{prefix}{asset.name}", opened)


def place_below(folder_url: str) -> Callable[[LocalAsset], str]:
    """A function that gives an asset's link for files in a folder of their own."""
    return lambda asset: f"{folder_url.rstrip('/')}/{quote(asset.name)}"


def captured_on(article: Article) -> str:
    """The day an article was recorded: for targets that need a day where the page tells none."""
    return article.capture.warc_date[:10]


def author_records(archive: Selection) -> dict[str, dict[str, FieldValue]]:
    """Every author by slug, for a data file."""
    records: dict[str, dict[str, FieldValue]] = {}
    for person in archive.people.values():
        facts: dict[str, FieldValue] = {
            "name": person.name,
            "job_title": person.job_title,
            "organisation": person.organisation,
            "bio": person.bio,
            "url": person.url,
            "articles": person.article_count,
        }
        records[person.slug] = {name: value for name, value in facts.items() if value}
    return records


def write_layouts(folder: Bundle, source: str, places: Mapping[str, str]) -> None:
    """Files of a plain theme: from exports/themes/<source>/ to the path that `places` gives each."""
    theme = files("exports").joinpath("themes", source)
    for name, path in sorted(places.items()):
        folder.write_text(path, theme.joinpath(name).read_text(encoding="utf-8"))


def write_json(folder: Bundle, path: str, value: Mapping[str, object] | Sequence[object]) -> None:
    """One JSON file for people and programs: an entry a line."""
    folder.write_text(path, json_lines(value))


def json_lines(value: Mapping[str, object] | Sequence[object]) -> str:
    """JSON with the outermost entries on lines of their own.

    >>> print(json_lines([{"a": 1}, {"b": []}]), end="")
    [
      {"a": 1},
      {"b": []}
    ]
    """
    if isinstance(value, Mapping):
        entries = [f"{as_json(name)}: {as_json(inner)}" for name, inner in value.items()]
        return "{\n  " + ",\n  ".join(entries) + "\n}\n" if entries else "{}\n"
    return "[\n  " + ",\n  ".join(map(as_json, value)) + "\n]\n" if value else "[]\n"


# with indents for every level, Python's encoder is the slow one
as_json = json.JSONEncoder(ensure_ascii=False).encode


class AssetLog:
    """The old and new address of each file an export placed: what `oldface urls --map` takes as redirects of files."""

    def __init__(self, out: TextIO) -> None:
        self._table = csv_writer(out, lineterminator="\n")
        self._table.writerow(["old_url", "new_url"])

    def add(self, old_url: str, new_folder: str, name: str) -> None:
        """A file, and the address of the folder it is in."""
        self._table.writerow([old_url, f"{new_folder.rstrip('/')}/{quote(name)}"])


@contextmanager
def asset_log(folder: Bundle) -> Iterator[AssetLog]:
    """The log of a bundle: oldface/files.csv."""
    with folder.text("oldface/files.csv") as out:
        yield AssetLog(out)
