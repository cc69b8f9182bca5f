"""Tumblr blogs with the default and common theme markup."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="tumblr",
    title="Tumblr",
    sure=(
        "path:static.tumblr.com/",
        "path:assets.tumblr.com/",
        "path:media.tumblr.com/",
        "meta:tumblr-theme",
        "id:tumblr_controls",
        "id:tumblr_iframe",
    ),
    likely=(
        "class:tumblr_blog",
        "class:tmblr-full",
        "class:post_text",
        "class:post-notes",
        "class:notes",
        "class:npf_row",
        "class:tumblr_theme_marker_blogtitle",
        "path:.tumblr.com/",
    ),
    kinds={"article": ("body.permalink", "body.permalink-page"), "listing": ("body.index-page",)},
    page_title=("article .title", ".post .title", "h2.post-title"),
    byline=(".post-author", ".byline"),
    date=(".post-date", ".meta .date", ".post .date", ".timestamp"),
    tags=(".tags", ".post-tags", ".tag-list"),
    body=(".body-text", ".post-content", ".post .copy", ".post_text .body", ".caption"),
    navigation={
        "menu": ("#navigation", ".nav-menu", "ul.pages", ".menu"),
        "pagination": ("#pagination", ".pagination"),
        "previous_next": (".permalink-nav", ".post-nav", "#permalink_pagination"),
        "related": (".related-posts-wrapper", ".related-posts"),
        "share": (".social-links", ".share-social", ".post-controls", ".like_and_reblog_buttons"),
    },
    furniture=(".reblog-link", ".via", ".source", ".note-count", ".search-form", ".sticker"),
    comments=CommentMarkup(
        area=("ol.notes", ".post-notes", ".notes-container"),
        item=("ol.notes li.note.with_commentary", "li.note.reply"),
        author=(".tumblelog", ".action a"),
        text=("blockquote", ".answer_content"),
    ),
)
