"""An archive, conditions and a URL map in; what the formats write out: the articles that fit, and where all goes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from archive.errors import BadInput, BadRecord, NotFound
from archive.store import Archive, Article, ArticleAsset, ArticleFilters, ArticleTag, Asset, Person
from exports.names import NameRegister, file_name_of_url
from exports.url_map import UrlMap, UrlRules, build_url_map

__all__ = [
    "Conditions",
    "LocalAsset",
    "Selection",
    "in_words",
    "local_assets",
    "open_selection",
    "read_conditions",
]

EXTENSIONS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/svg+xml": ".svg",
    "image/avif": ".avif", "application/pdf": ".pdf", "audio/mpeg": ".mp3", "video/mp4": ".mp4",
    "application/msword": ".doc", "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt",
    "application/zip": ".zip", "text/plain": ".txt", "text/csv": ".csv",
}  # fmt: skip
"""Endings for assets whose address has none."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which articles to take; all of them where nothing is given."""

    tag: str | None = None
    author: str | None = None
    before: str | None = None
    """ISO date, exclusive."""
    after: str | None = None
    """ISO date, inclusive."""
    sql: str | None = None
    """A condition on the columns of the table articles."""


def read_conditions(words: Sequence[str]) -> Conditions:
    """The conditions of --where options, joined by 'and'.

    >>> read_conditions(["tag=energy", "after=2012-01-01", "word_count > 100"])
    Conditions(tag='energy', author=None, before=None, after='2012-01-01', sql='(word_count > 100)')
    """
    conditions = Conditions()
    for word in words:
        found = re.fullmatch(r"\s*(tag|author|before|after)\s*=\s*(.*?)\s*", word, re.DOTALL)
        if not found:
            both = f"{conditions.sql} AND ({word})" if conditions.sql else f"({word})"
            conditions = replace(conditions, sql=both)
            continue
        name, value = found[1], found[2].strip("'\"")
        if getattr(conditions, name) is not None:
            raise BadInput(
                f"--where {name}= is given twice", next_step="Give it once, or write SQL on the table articles."
            )
        if name in ("before", "after") and not re.match(r"\d{4}(-\d\d){0,2}", value):
            raise BadInput(f"{value!r} is no date", next_step="Write 2013, 2013-07 or 2013-07-25.")
        conditions = replace(conditions, **{name: value})
    return conditions


def in_words(conditions: Conditions) -> str:
    """The conditions as --where takes them, joined by 'and'.

    >>> in_words(Conditions(tag="energy", after="2012"))
    'tag=energy and after=2012'
    """
    named = [(name, getattr(conditions, name)) for name in ("tag", "author", "before", "after")]
    words = [f"{name}={value}" for name, value in named if value is not None]
    return " and ".join([*words, conditions.sql] if conditions.sql else words)


@dataclass(frozen=True, slots=True)
class LocalAsset:
    """An asset of an article that the archive holds, with the file name it gets."""

    use: ArticleAsset
    name: str


class Selection:
    """What a format writes: articles with their place on the new site. Made by open_selection()."""

    def __init__(
        self,
        archive: Archive,
        *,
        conditions: Conditions,
        rules: UrlRules,
        progress: Callable[[int, int], None],
    ) -> None:
        self.archive = archive
        self.conditions = conditions
        self.rules = rules
        self._progress = progress
        self._stack = ExitStack()
        self._resolve = lru_cache(20_000)(self._resolve_uncached)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def is_whole(self) -> bool:
        """Whether every article of the archive is in it."""
        return self.conditions == Conditions()

    @cached_property
    def count(self) -> int:
        """How many articles there are in it."""
        return self.archive.count() if self.is_whole else sum(1 for _ in self.article_ids())

    def articles(self) -> Iterator[Article]:
        """The articles, by date of publication (undated last), then address; may be asked for again."""
        total = self.count
        for done, article in enumerate(self._articles(), 1):
            yield article
            self._progress(done, total)

    def _articles(self) -> Iterator[Article]:
        return self.archive.articles(**self._asked)

    def article_ids(self) -> Iterator[int]:
        """The ids of the articles, in the same order."""
        return self.archive.article_ids(**self._asked)

    @property
    def _asked(self) -> ArticleFilters:
        asked = self.conditions
        return {
            "tag": asked.tag,
            "author": asked.author,
            "before": asked.before,
            "after": asked.after,
            "where": asked.sql,
        }

    @cached_property
    def urls(self) -> UrlMap:
        """Old addresses to new ones, of the whole archive: made when first asked for."""
        return self._stack.enter_context(build_url_map(self.archive, self.rules))

    def new_url(self, article: Article) -> str:
        """Where the article goes on the new site."""
        return self.urls.new_url(article.id)

    def resolve(self, url: str) -> str | None:
        """Where an old address leads on the new site; None when it is none of the archive's."""
        return self._resolve(url)

    def _resolve_uncached(self, url: str) -> str | None:
        return self.urls.resolve(url)

    def open_asset(self, asset: Asset) -> BinaryIO | None:
        """The bytes of an asset; None where the archive does not hold them, or cannot read them."""
        if asset.capture_id is None:
            return None
        try:
            return io.BytesIO(self.archive.payload(asset.capture_id))
        except (BadRecord, NotFound):
            return None

    @cached_property
    def people(self) -> dict[int, Person]:
        """Everybody of a byline in it, by id, in order of name."""
        if self.is_whole:
            wanted = None
        else:
            wanted = {byline.person_id for article in self._articles() for byline in article.bylines}
        people = (person for person in self.archive.people() if person.article_count or wanted)
        return {person.id: person for person in people if wanted is None or person.id in wanted}

    @cached_property
    def tags(self) -> list[ArticleTag]:
        """Every tag, category and section that an article in it is filed under, in order of taxonomy and name."""
        if self.is_whole:
            return list(self.archive.tags())
        used = {tag.id for article in self._articles() for tag in article.tags}
        return [tag for tag in self.archive.tags() if tag.id in used]

    @cached_property
    def sites(self) -> list[str]:
        """Hosts the articles come from, sorted."""
        return sorted({str(row[0]) for row in self.archive.database.execute(
            "SELECT DISTINCT g.site FROM articles a JOIN pages g ON g.id = a.page_id"
        )})  # fmt: skip

    @cached_property
    def origin(self) -> str:
        """Scheme and host of the first article's old address: what importers call the base address."""
        for article in self._articles():
            return "/".join(article.url.split("/")[:3])
        return "http://localhost"


@contextmanager
def open_selection(
    folder: Path,
    *,
    conditions: Conditions = Conditions(),
    rules: UrlRules = UrlRules(),  # noqa: B008 - frozen
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[Selection]:
    """The selection of an archive folder, for `with`: archive and URL map are closed after it."""
    with (
        Archive(folder) as archive,
        Selection(archive, conditions=conditions, rules=rules, progress=progress) as selection,
    ):
        yield selection


def local_assets(article: Article) -> dict[str, LocalAsset]:
    """The assets of one article that are in the archive, each with a file name of its own, by address."""
    register = NameRegister()
    for taken in ("index.md", "comments.json"):
        register.claim(taken, key="")
    found: dict[str, LocalAsset] = {}
    for use in article.assets:
        if use.asset.capture_id is not None and use.asset.kind != "embed" and use.asset.url not in found:
            wanted = file_name_of_url(use.asset.url, extension=EXTENSIONS.get(use.asset.mime or "", ""))
            found[use.asset.url] = LocalAsset(use, register.claim(wanted, key=use.asset.url))
    return found
