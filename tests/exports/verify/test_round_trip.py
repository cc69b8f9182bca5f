"""The law of the round trip: exported, built with the real Hugo, crawled, ingested, an archive says what it said."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive, Article, ArticleComment
from exports.verify.paragraphs import fold, pair, split_paragraphs
from exports.verify.running import verify_site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def crawled(
    exported: Path,
    demo_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    read_redirects: Callable[[Path], dict[str, str]],
    build_site: Callable[[Path, str], Path],
    serve_site: Callable[..., AbstractContextManager[str]],
) -> Path:
    """The archive folder of the new site."""
    into = tmp_path_factory.mktemp("round") / "verified"
    with serve_site(exported / "site" / "public", read_redirects(exported)) as origin:
        build_site(exported / "site", origin)
        verify_site(origin, demo_folder, into=into, delay_seconds=0)
    [place] = into.iterdir()
    return place


def comment_facts(comment: ArticleComment) -> tuple[str, str, str, str]:
    """Author, day, subject and text; a signature under the text says what the author says."""
    author = fold(comment.author_name or "")
    text = fold(comment.text)
    if author:
        text = text.rstrip(".").removesuffix(author.rstrip(".")).strip()
    return author, (comment.date_created or "")[:10], fold(comment.subject or ""), text


def facts(article: Article) -> dict[str, Any]:
    """What of an article must come back, in an order that both archives share."""
    # a trackback without text has none to come back: it is in the data file, and the page shows its title
    comments = [comment for comment in article.comments if comment.text.strip()]
    parents = {comment.id: comment_facts(comment) for comment in comments}
    files = [use.asset for use in article.assets if use.asset.kind in ("image", "document")]
    return {
        "day": (article.date_published or "")[:10],
        "authors": sorted({fold(byline.name) for byline in article.bylines}),
        "tags": sorted({fold(tag.name) for tag in article.tags}),
        "comments": sorted(map(comment_facts, comments)),
        "answers": sorted((comment_facts(one), parents[one.parent_id]) for one in comments if one.parent_id in parents),
        "files": sorted({asset.sha256 or "" for asset in files if asset.capture_id is not None}),
    }


@pytest.fixture(scope="session")
def pairs(crawled: Path, demo_folder: Path) -> list[tuple[Article, Article]]:
    """Each old article with the new one of the same title."""
    with Archive(demo_folder) as old, Archive(crawled) as new:
        by_title = {fold(article.headline or ""): article for article in new.articles()}
        return [(article, by_title[fold(article.headline or "")]) for article in old.articles()]


@pytest.mark.parametrize("fact", ["day", "authors", "tags", "comments", "answers", "files"])
def test_the_new_archive_says_what_the_old_one_said(fact: str, pairs: list[tuple[Article, Article]]) -> None:
    assert {old.url: facts(new)[fact] for old, new in pairs} == {old.url: facts(old)[fact] for old, _ in pairs}


def test_no_paragraph_is_lost_or_edited(pairs: list[tuple[Article, Article]]) -> None:
    for old, new in pairs:
        found = pair(split_paragraphs(old.body_text), split_paragraphs(new.body_text))
        assert (found.missing, found.edited) == ((), ()), old.url
