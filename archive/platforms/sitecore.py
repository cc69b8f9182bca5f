"""Sitecore with the Weblog (WeBlog) module and SXA components."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="sitecore",
    title="Sitecore",
    sure=(
        "path:/~/media/",
        "path:/-/media/",
        "path:/sitecore%20modules/",
        "path:/sitecore modules/",
        "meta:viturtualfolder",
    ),
    likely=(
        "class:wb-entry",
        "class:wb-entry-date",
        "class:wb-details",
        "class:wb-panel",
        "class:wb-wrapper",
        "class:wb-comment",
        "class:wb-main",
        "id:wb-page",
        "class:scfengine",
        "class:component-content",
        "class:rich-text",
        "class:field-title",
        "class:field-content",
        "class:row-splitter",
        "path:/sitecore/",
        "path:.ashx",
    ),
    kinds={
        "article": (".wb-entry-detail",),
    },
    page_title=(".wb-entry > h2", ".wb-entry-detail h2", ".component.title .field-title", "h2.wb-title"),
    byline=(".wb-details", ".wb-entry-author", ".field-author"),
    date=(".wb-entry-date", ".field-published-date", ".field-date"),
    tags=(".wb-entry-categories", ".wb-entry-tags", ".wb-categories-list"),
    body=(
        ".wb-entry-content",
        ".wb-entry-detail .wb-content",
        ".component.rich-text .component-content",
        ".field-content",
    ),
    navigation={
        "menu": (
            ".component.navigation",
            ".navigation-main",
            ".wb-category-list",
            "#wb-categories",
            ".component.link-list",
        ),
        "breadcrumb": (".component.breadcrumb", ".breadcrumb"),
        "pagination": (".wb-pager", ".component.page-selector", ".component.pagination"),
        "previous_next": (".wb-entry-navigation",),
        "related": (
            "#wb-related-entries",
            ".wb-related-entries",
            "#wb-recent-comments",
            ".wb-recent-comments",
            "#wb-interest",
            "#wb-post-list",
        ),
        "archives": ("#wb-archive", ".wb-archive"),
        "tag_cloud": ("#wb-tag-cloud", ".wb-tagcloud"),
        "utility": (".component.language-selector", ".wb-feeds", "#wb-feeds", ".skip-to-content"),
        "share": (".wb-share", ".component.social-media-share", ".wb-facebook-like", ".wb-addthis"),
    },
    furniture=(".wb-search", ".component.search-box", ".wb-author-box"),
    comments=CommentMarkup(
        area=("#wb-comments", ".wb-comments", "ul#comments-list"),
        item=(".wb-comment", ".wb-comments-list > li"),
        author=(".wb-comment-author", ".wb-comment .wb-comment-name"),
        date=(".wb-comment-date", ".wb-datetime"),
        text=(".wb-comment-content", ".wb-comment-text"),
        form=("#wb-submit-comment", ".wb-comment-form", "#wb-comment-form"),
    ),
)
