"""Jekyll with its default theme Minima and the common blog themes."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="jekyll",
    title="Jekyll",
    sure=("generator:jekyll",),
    likely=(
        "class:rss-subscribe",
        "class:page__content",
        "class:page__title",
        "class:page__meta",
        "class:masthead__menu",
        "class:highlighter-rouge",
        "class:footer-col-wrapper",
        "class:u-email",
    ),
    page_title=("h1.post-title", "h1.page__title", ".post-header h1"),
    byline=(".post-meta [itemprop=author]", ".post-meta .p-author", ".byline"),
    date=(".post-meta time", "p.page__meta time", "time.dt-published", "p.page__date"),
    tags=(".page__taxonomy", ".post-tags", ".post-categories"),
    body=(".post-content", "section.page__content", ".e-content"),
    navigation={
        "menu": ("nav.site-nav", ".masthead__menu", ".sidebar .nav__list"),
        "breadcrumb": ("nav.breadcrumbs",),
        "pagination": ("nav.pagination", ".pager"),
        "previous_next": (".post-nav", ".PageNavigation", "nav.pagination .pagination--pager"),
        "related": (".page__related", ".related", ".related-posts"),
        "utility": (".rss-subscribe", ".skip-links", ".feed-subscribe", ".page__related-feed"),
        "share": (".page__share", ".social-media-list", ".share"),
        "footer": (".page__footer-follow", ".footer-col-1"),
    },
    furniture=(".author__avatar", ".author__content", "#sidebar-author", ".sidebar .author__urls-wrapper"),
    comments=CommentMarkup(
        area=("#disqus_thread", ".page__comments"),
        item=("article.comment", ".comment.js-comment"),
        author=(".comment__author",),
        date=(".comment__date",),
        text=(".comment__content",),
        form=(".page__comments-form", "#new_comment"),
    ),
)
