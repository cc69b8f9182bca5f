"""Ghost, default theme Casper from 0.4 on."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="ghost",
    title="Ghost",
    sure=("generator:ghost",),
    likely=(
        "class:post-template",
        "class:gh-content",
        "class:gh-head",
        "class:gh-article",
        "class:kg-card",
        "class:kg-image-card",
        "class:post-full-content",
        "class:post-full-title",
        "class:site-nav-main",
        "class:read-next-card",
        "class:gh-foot",
        "path:/ghost/api/",
        "path:/public/ghost",
        "path:/content/images/",
        "path:/assets/css/casper",
    ),
    kinds={
        "author": ("body.author-template",),
        "tag": ("body.tag-template",),
        "home": ("body.home-template",),
        "article": ("body.post-template",),
    },
    page_title=("h1.post-title", "h1.post-full-title", "h1.gh-article-title", "h1.article-title"),
    byline=(
        ".author-list",
        "section.author h4",
        ".post-full-author-header",
        ".gh-article-author-name",
        ".article-byline-content .author-name",
    ),
    date=(
        ".post-meta time",
        ".post-full-meta-date",
        ".gh-article-meta-date",
        ".byline-meta-content time",
        ".article-byline-meta time",
    ),
    tags=(".post-full-meta a", "section.post-full-tags", ".gh-article-tag", ".article-tag", ".post-meta .tag"),
    body=(".gh-content", ".post-full-content", ".post-content"),
    navigation={
        "menu": ("ul.nav", ".gh-head-menu", "nav.gh-navigation"),
        "pagination": ("nav.pagination",),
        "previous_next": (".read-next .post-card",),
        "related": (
            ".read-next-card",
            ".read-next-feed",
            ".read-more-wrap",
            ".post-template .gh-container",
            ".page-template .gh-container",
        ),
        "utility": (".subscribe-button", ".gh-head-actions"),
        "share": ("section.share", ".social-links", ".gh-head-social"),
        "footer": (
            ".site-footer-nav",
            ".gh-foot-menu",
            "nav.site-footer-nav",
            "section.copyright",
            "section.poweredby",
        ),
    },
    furniture=(
        "footer.post-footer .author",
        ".author-card",
        ".subscribe-form",
        ".author-profile-image",
        ".gh-subscribe",
        ".gh-signup",
        ".post-full-footer",
    ),
    comments=CommentMarkup(area=(".gh-comments", "#ghost-comments", "section.post-full-comments")),
)
