"""An article and the place of its files in, its body and comments as they go to the new site out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote

from archive.store import Article, ArticleComment
from exports.bodies import rewrite_html
from exports.markdown import html_to_markdown
from exports.selection import LocalAsset, Selection

__all__ = ["comment_html", "comment_records", "local_html", "local_markdown", "rewriter"]

AssetPlace = Callable[[LocalAsset], str]
"""Where an asset's file is, as a link in the body says it."""


def beside(asset: LocalAsset) -> str:
    """The file lies beside the page."""
    return quote(asset.name)


def rewriter(assets: Mapping[str, LocalAsset], place: AssetPlace = beside) -> Callable[[str], str | None]:
    """A function from the old address of an asset to its new one; None for what has none."""

    def rewritten(url: str) -> str | None:
        found = assets.get(url) or assets.get(url.partition("#")[0])
        return place(found) if found else None

    return rewritten


def local_html(
    archive: Selection, article: Article, assets: Mapping[str, LocalAsset], *, place: AssetPlace = beside
) -> str:
    """The body as HTML: files where `place` says, links to other articles on the new site, nothing executable."""
    return rewrite_html(article.body_html, link=archive.resolve, asset=rewriter(assets, place))


def local_markdown(
    archive: Selection, article: Article, assets: Mapping[str, LocalAsset], *, place: AssetPlace = beside
) -> str:
    """The same as Markdown."""
    return html_to_markdown(local_html(archive, article, assets, place=place))


def comment_html(archive: Selection, comment: ArticleComment) -> str:
    """A comment's HTML with links to the new site, made of its text where the page had none."""
    html = comment.html or "".join(f"<p>{_escape(part)}</p>" for part in comment.text.split("\n\n") if part)
    return rewrite_html(html, link=archive.resolve, asset=as_it_was)


def as_it_was(_url: str) -> None:
    """No other address: files of comments are not taken along."""


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def comment_records(archive: Selection, comments: Iterable[ArticleComment]) -> list[dict[str, object]]:
    """Comments for a data file, a parent before its answers; ids as text, since JavaScript rounds large numbers."""
    records: list[dict[str, object]] = []
    for comment in comments:
        record: dict[str, object] = {
            "id": str(comment.id),
            "parent": None if comment.parent_id is None else str(comment.parent_id),
            "depth": comment.depth,
            "author": comment.author_name,
            "author_url": comment.author_url,
            "date": comment.date_created,
            "date_raw": comment.date_created_raw,
            "subject": comment.subject,
            "html": comment_html(archive, comment),
            "text": comment.text,
            "kind": comment.kind,
            "status": comment.status,
            "votes": comment.upvote_count,
            "is_by_author": comment.is_by_author,
            "permalink": comment.permalink,
        }
        records.append({name: value for name, value in record.items() if value is not None})
    return records
