"""Drupal 6 (2008 on), default themes Garland, Bluemarine, Minnelli and the Zen family."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="drupal6",
    title="Drupal 6",
    sure=("generator:drupal 6",),
    likely=(
        "path:/misc/drupal.js",
        "path:/modules/node/node.css",
        "path:/modules/system/defaults.css",
        "path:/modules/system/system-menus.css",
        "class:clear-block",
        "class:node-inner",
        "id:block-user-1",
        "id:block-user-0",
        "class:block-user",
        "id:left-corner",
        "id:squeeze",
        "path:/sites/default/files/",
    ),
    kinds={
        "print": ("div.print-content",),
        "search": ("body.page-search",),
        "author": ("body.page-user",),
        "tag": ("body.page-taxonomy-term",),
        "home": ("body.front",),
        "article": (
            "body.node-type-blog",
            "body.node-type-story",
        ),
    },
    standing_page=("body.node-type-page",),
    page_title=("#center h2.with-tabs", "#content-header h1.title", "#squeeze > h2", "h1.title"),
    byline=(".node .submitted", ".node .meta .submitted"),
    tags=(".node .terms", ".node .taxonomy"),
    body=(".node > .content", ".node-inner > .content", ".node .content"),
    navigation={
        "menu": (
            "ul.primary-links",
            "ul.secondary-links",
            "#navbar",
            ".block-menu",
            "#block-user-1",
            "ul.tabs.primary",
        ),
        "breadcrumb": (".breadcrumb",),
        "pagination": ("ul.pager", ".item-list .pager", ".book-navigation .pager"),
        "previous_next": (".book-navigation", ".page-links"),
        "related": ("#block-comment-0", "#block-blog-0", ".block-similar", ".block-relatedlinks"),
        "archives": ("#block-archive-0", ".block-archive"),
        "tag_cloud": (".block-tagadelic", ".wrapper.tagadelic"),
        "utility": (
            "li.print_html",
            "li.print_mail",
            "li.print_pdf",
            "span.print_html",
            ".block-print",
            "#block-node-0",
            ".block-locale",
        ),
        "share": (".service-links", ".block-addtoany", ".block-service_links"),
        "footer": ("#block-system-0",),
    },
    notice=(".messages", "#mission"),
    furniture=("#block-user-0", ".block-search", ".node .links ul.links", ".comment ul.links", ".fivestar-form-item"),
    comments=CommentMarkup(
        area=("#comments",),
        item=(".comment",),
        author=(".comment .submitted a", ".comment .username"),
        date=(".comment .submitted",),
        subject=(".comment h3",),
        text=(".comment .content",),
        form=("#comment-form",),
    ),
)
