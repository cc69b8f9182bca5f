"""Hugo with its common blog themes (Ananke, Paper, PaperMod, Academic)."""

from __future__ import annotations

from archive.platforms import Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="hugo",
    title="Hugo",
    sure=("generator:hugo",),
    likely=(
        "class:ananke",
        "class:post-single",
        "class:article-style",
        "class:nested-copy-line-height",
        "id:tableofcontents",
        "class:paginav",
        "path:/ananke/",
        "path:/css/academic",
    ),
    kinds={
        "article": ("article.post-single",),
    },
    page_title=("h1.post-title", ".post-header h1", "article header h1"),
    byline=(".post-meta .author", "p.tracked", ".article-metadata .author-notes", ".post-author"),
    date=("time.f6", ".post-meta time", ".article-date", ".post-date"),
    tags=("ul.post-tags", ".article-tags", "ul.tags", "a[href^=/tags/]"),
    body=(".nested-copy-line-height", ".post-content", ".article-style", "section.body", ".post-body"),
    navigation={
        "menu": ("#menu", "nav#navbar-main", ".site-nav"),
        "breadcrumb": (".breadcrumbs",),
        "pagination": ("ul.pagination", ".pagination"),
        "previous_next": ("nav.paginav", ".post-nav", ".article-nav", ".pagination-single"),
        "related": (".bg-light-gray", ".related-posts", ".article-widget .media"),
        "share": (".share-buttons", ".share-box", ".ananke-socials", "#social-icons"),
        "footer": ("footer.site-footer", ".footer-nav"),
    },
    furniture=(".entry-hint", ".author-card", ".search-results", ".edit-page"),
)
