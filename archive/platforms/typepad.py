"""TypePad, Six Apart's hosted sister of Movable Type, its standard and later themes."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="typepad",
    title="TypePad",
    sure=(
        "generator:http://www.typepad.com",
        "generator:typepad",
        "path:static.typepad.com/",
        "path:.typepad.com/.shared",
        "path:/.services/blog/",
    ),
    likely=(
        "class:typelist-plain",
        "class:module-typelist",
        "class:layout-two-column-right",
        "class:layout-two-column-left",
        "class:layout-three-column",
        "class:content-nav",
        "class:entry-author",
        "class:entry-category",
        "id:container-inner",
        "id:pagebody-inner",
        "id:alpha-inner",
        "path:.typepad.com/",
    ),
    page_title=("h3.entry-header", "h1.entry-header"),
    byline=(".entry-footer .post-footers", ".entry-footer-info .post-footers", "span.post-footers"),
    date=("h2.date-header",),
    tags=(".entry-category", ".entry-tags", ".post-footers a"),
    body=(".entry-body", ".entry-content", ".entry-more"),
    navigation={
        "menu": ("#nav", ".module-categories", ".module-typelist", ".typelist-links", "#banner-nav"),
        "pagination": (".pager-inner", ".pager"),
        "previous_next": ("p.content-nav", ".content-nav"),
        "related": (".module-recent-posts", ".module-recent-comments"),
        "archives": (".module-archives", ".module-archives-monthly"),
        "tag_cloud": (".module-tagcloud",),
        "utility": (".module-syndicate", ".module-powered", ".module-mmt-calendar"),
        "share": (".entry-footer-share", ".post-share", ".reblog-wrapper", ".entry-footer-share-buttons"),
    },
    furniture=(
        ".trackbacks-info",
        ".module-search",
        ".module-about",
        ".module-elsewhere-grid",
        ".separator",
        ".trackback-url",
    ),
    comments=CommentMarkup(
        area=("#comments", ".comments", ".trackbacks"),
        item=(".comments .comment", ".comment-list .comment"),
        author=(".comment-footer a", ".comment-byline", ".comment-author"),
        date=(".comment-footer", ".comment-date"),
        text=(".comment-content",),
        form=("#comments-form", ".comments-open"),
    ),
)
