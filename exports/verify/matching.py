"""The articles of the new site in, the one that holds an old article out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from archive.store import Archive, Article
from exports.verify.paragraphs import fold, split_paragraphs

__all__ = ["NewPage", "NewSite"]

HOLDS_FROM = 0.4
"""Share of an old body's paragraphs that a page must hold, whole, to be its new home when the title differs."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """An article of the new site, ready to be compared."""

    article: Article
    paragraphs: frozenset[str]
    """Its body's paragraphs, folded."""


class NewSite:
    """The articles of the new site, found by address, title and paragraphs."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._pages: dict[int, NewPage] = {}
        self._by_title: dict[str, list[int]] = defaultdict(list)
        self._by_paragraph: dict[str, list[int]] = defaultdict(list)
        for article in archive.articles():
            folded = frozenset(fold(text) for text in split_paragraphs(article.body_text))
            self._pages[article.id] = NewPage(article, folded)
            if article.headline:
                self._by_title[fold(article.headline)].append(article.id)
            for paragraph in folded:
                if len(paragraph) > 40:
                    self._by_paragraph[paragraph].append(article.id)

    def pages(self) -> list[NewPage]:
        """All of them, in the archive's order."""
        return list(self._pages.values())

    def at(self, url: str) -> NewPage | None:
        """The article at that address; None when there is none."""
        number = self._archive.article_id(url)
        return self._pages.get(number) if number is not None else None

    def holds(self, page: NewPage, old: Article) -> bool:
        """Whether the page is the old article's: same title, or enough of its paragraphs."""
        if old.headline and page.article.headline and fold(old.headline) == fold(page.article.headline):
            return True
        wanted = [fold(text) for text in split_paragraphs(old.body_text)]
        return bool(wanted) and sum(text in page.paragraphs for text in wanted) >= HOLDS_FROM * len(wanted)

    def home_of(self, old: Article) -> NewPage | None:
        """The page that holds the old article best; None when none does."""
        votes: Counter[int] = Counter()
        for text in split_paragraphs(old.body_text):
            for number in self._by_paragraph.get(fold(text), ()):
                votes[number] += 1
        if old.headline:
            for number in self._by_title.get(fold(old.headline), ()):
                votes[number] += 1
        for number, _ in sorted(votes.items(), key=lambda vote: (-vote[1], self._pages[vote[0]].article.url)):
            if self.holds(self._pages[number], old):
                return self._pages[number]
        return None
