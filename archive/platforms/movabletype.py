"""Movable Type 3 to 6, its default templates Classic Blog, Professional and Rainier."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="movabletype",
    title="Movable Type",
    sure=(
        "generator:movable type",
        "path:mt-static/",
        "path:/mt-comments.cgi",
        "path:/mt-tb.cgi",
        "path:/mt-search.cgi",
    ),
    likely=(
        "id:alpha-inner",
        "id:beta-inner",
        "class:asset-name",
        "class:asset-meta",
        "class:asset-body",
        "class:entry-more",
        "class:module-header",
        "class:widget-archive-monthly",
        "class:layout-wt",
        "class:mt-archive-listing",
        "class:comments-header",
        "class:mt-image-center",
        "class:posted",
    ),
    kinds={
        "listing": (
            "body.mt-archive-index",
            "body.mt-monthly-archive",
            "body.mt-category-archive",
            "body.mt-archive-listing",
        ),
        "home": ("body.mt-main-index",),
        "article": ("body.mt-entry-archive",),
    },
    page_title=("#page-title", "h1.asset-name", ".individual h3.title", "h1#archive-title"),
    byline=(
        ".asset-meta .byline",
        ".asset-meta .vcard",
        "p.posted",
        ".entry-footer .post-footers",
        "span.post-footers",
    ),
    date=(".asset-meta abbr.published", "h2.date-header", "h2.date"),
    tags=(".entry-categories", ".entry-tags", ".asset-footer .entry-tags"),
    body=(".asset-content", ".asset-body", ".entry-body", ".entry-content", ".blogbody"),
    navigation={
        "menu": (
            "#header-navigation",
            ".widget-categories",
            ".widget-pages",
            ".module-categories",
            ".widget-archive-category",
        ),
        "pagination": (".content-nav .pages", ".pagination"),
        "previous_next": (
            ".content-nav",
            ".content-navigation",
            "p.content-nav",
            ".page-navigation",
            ".entry-navigation",
        ),
        "related": (
            ".widget-recent-entries",
            ".widget-recent-comments",
            ".module-recent-posts",
            ".module-archives-recent",
        ),
        "archives": (".widget-archives", ".widget-archive-monthly", ".widget-monthly-archives", ".module-archives"),
        "tag_cloud": (".widget-tag-cloud", ".widget-cloud", ".module-tagcloud"),
        "utility": (".widget-syndication", ".module-syndicate", ".widget-powered"),
    },
    furniture=(
        ".trackbacks-info",
        ".trackback-url",
        ".widget-search",
        ".module-search",
        ".widget-creative-commons",
        ".asset-footer .edit",
    ),
    comments=CommentMarkup(
        area=("#comments", ".comments", ".trackbacks"),
        item=(".comments .comment", "#comments .comment", ".comments-body", ".trackbacks .trackback"),
        author=(".comment .byline .vcard", ".comment .author", ".comment-footer a"),
        date=(".comment abbr.published", ".comment .byline a"),
        text=(".comment-content", ".comment .content"),
        form=(".comments-open", "#comments-open", "#comments-form"),
    ),
)
