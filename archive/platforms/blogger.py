"""Blogger, with the classic, layout and dynamic-free default templates of 2006 on."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="blogger",
    title="Blogger",
    sure=("generator:blogger", "path:www.blogger.com/static/", "path:www.blogger.com/feeds/", "path:blogblog.com/"),
    likely=(
        "class:post-outer",
        "class:blog-posts",
        "class:status-msg-wrap",
        "class:blog-pager-older-link",
        "class:post-footer-line",
        "class:item-control",
        "class:widget-item-control",
        "class:comment-timestamp",
        "id:comments-block",
        "id:blog-pager",
        "class:date-outer",
        "path:.blogspot.com/",
        "path:bp.blogspot.com/",
    ),
    kinds={
        "article": ("body.item-view",),
        "listing": (
            "body.index-view",
            ".status-msg-wrap",
        ),
    },
    page_title=("h3.post-title", "h1.post-title"),
    byline=(".post-author", ".post-footer-line .post-author"),
    date=("h2.date-header", ".post-timestamp"),
    tags=(".post-labels",),
    body=(".post-body",),
    navigation={
        "menu": (".PageList", ".LinkList", "#crosscol .widget"),
        "previous_next": ("#blog-pager", ".blog-pager"),
        "related": (".PopularPosts", ".BlogList", ".Feed"),
        "archives": (".BlogArchive",),
        "tag_cloud": (".Label",),
        "utility": (".post-feeds", ".blog-feeds", ".Subscribe", ".skip-navigation"),
        "share": (".post-share-buttons", ".goog-inline-block.post-share-buttons", ".sharing"),
        "footer": (".Attribution",),
    },
    notice=(".status-msg-wrap",),
    furniture=(
        ".Profile",
        ".Followers",
        ".BlogSearch",
        ".post-icons",
        ".item-control",
        ".reaction-buttons",
        ".Stats",
        ".comment-link",
    ),
    comments=CommentMarkup(
        area=("#comments",),
        item=("dt.comment-author", "li.comment", ".comment-block"),
        author=("dt.comment-author a", ".comment-header .user"),
        date=(".comment-timestamp", ".comment-header .datetime"),
        text=("dd.comment-body", ".comment-content"),
        form=(".comment-form", "#comment-editor"),
    ),
)
