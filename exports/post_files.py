"""Articles and a generator's layout in, its Markdown posts with their files, comments and authors out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive.store import Article
from exports.bundle import Bundle
from exports.front_matter import FieldValue, front_matter
from exports.local_body import AssetPlace, beside, comment_records, local_markdown
from exports.losses import Loss
from exports.names import NameRegister
from exports.posts import (
    asset_log,
    author_records,
    captured_on,
    copy_assets,
    folder_name,
    full_date,
    lead_image,
    old_paths,
    place_below,
    write_json,
)
from exports.selection import LocalAsset, Selection, local_assets

__all__ = ["Layout", "Post", "address_losses", "write_posts"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a generator wants the parts of a post: paths in which {name} is the post's and {day} its day."""

    post: str
    """The Markdown file."""
    files: str
    """The folder of its images and documents."""
    files_url: str
    """The address that folder has on the built site; '' where files lie beside the page."""
    comments: str
    """The data file of its comments."""
    authors: str
    """The data file of all authors."""


@dataclass(frozen=True, slots=True)
class Post:
    """An article on its way into a generator's folder."""

    article: Article
    name: str
    """Its own, safe as the name of a file or folder."""
    assets: Mapping[str, LocalAsset]
    """Those the archive holds, by old address."""
    place: AssetPlace
    """The link to an asset in the body."""

    @property
    def comments_key(self) -> str | None:
        """The name of its comments in the data files; None where there are none."""
        return self.name if self.article.comments else None

    @property
    def lead(self) -> LocalAsset | None:
        """Its lead image, where the archive holds it."""
        return lead_image(self.article, self.assets)

    @property
    def lead_link(self) -> str | None:
        """The link to its lead image."""
        return self.place(self.lead) if self.lead else None


def write_posts(
    archive: Selection,
    folder: Bundle,
    layout: Layout,
    fields_of: Callable[[Selection, Post], Mapping[str, FieldValue]],
    *,
    also: Callable[[Post], None] = lambda _post: None,
) -> None:
    """Every post with what belongs to it, one at a time; `also` is called after each."""
    register = NameRegister()
    with asset_log(folder) as log:
        for article in archive.articles():
            name = folder_name(register, article)
            files_url = filled(layout.files_url, name)
            post = Post(article, name, local_assets(article), place_below(files_url) if files_url else beside)
            day = (full_date(article.date_published) or captured_on(article))[:10]
            with folder.text(filled(layout.post, name, day)) as out:
                out.write(front_matter(fields_of(archive, post)))
                out.write("\n")
                out.write(local_markdown(archive, article, post.assets, place=post.place))
            copy_assets(archive, folder, post.assets, f"{filled(layout.files, name)}/")
            for asset in post.assets.values():
                log.add(asset.use.asset.url, files_url or archive.new_url(article), asset.name)
            if article.comments:
                write_json(folder, filled(layout.comments, name), comment_records(archive, article.comments))
            also(post)
    write_json(folder, layout.authors, author_records(archive))


def filled(path: str, name: str, day: str = "") -> str:
    """A path of a layout for one post.

    >>> filled("_posts/{day}-{name}.md", "a", "2013-07-25")
    '_posts/2013-07-25-a.md'
    """
    return path.replace("{name}", name).replace("{day}", day)


def address_losses(archive: Selection, article: Article, *, can_be: Callable[[str], bool] = bool) -> Iterator[Loss]:
    """The old addresses of an article that no page of a static site can answer; `can_be` refuses more paths."""
    paths, left = old_paths(archive, article)
    for old in [*(path for path in paths if not can_be(path)), *(entry.old_url for entry in left)]:
        reason = f"no page can lead on from {old}: redirect it on the server"
        yield Loss("dropped", "article.addresses", article.url, reason)
