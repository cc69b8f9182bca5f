"""Squarespace 5 to 7.1 blogs."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="squarespace",
    title="Squarespace",
    sure=(
        "path:static.squarespace.com",
        "path:static1.squarespace.com",
        "path:assets.squarespace.com",
        "path:/universal/styles-compressed",
        "path:images.squarespace-cdn.com",
    ),
    likely=(
        "class:sqs-layout",
        "class:sqs-block",
        "class:sqs-block-content",
        "class:squarespace-comments",
        "class:blog-item-wrapper",
        "class:blog-item-title",
        "class:journal-entry-text",
        "class:journal-entry",
        "id:collection",
        "class:collection-type-blog",
        "class:sqs-html-content",
    ),
    kinds={
        "article": ("body.collection-type-blog.view-item",),
        "listing": ("body.collection-type-blog.view-list",),
    },
    page_title=(
        ".blog-item-title h1",
        "h1.entry-title",
        ".journal-entry .title",
        "h1.blog-title",
        ".BlogItem-title",
        "h2.title",
    ),
    byline=(
        ".blog-author-name",
        ".entry-author",
        ".author-name",
        ".BlogItem-meta .Blog-meta-item--author",
        ".blog-meta-item--author",
        ".posted-by",
    ),
    date=(
        "time.published",
        ".blog-meta-item--date",
        ".BlogItem-meta .Blog-meta-item--date",
        ".entry-dateline",
        ".posted-on",
        "time.dt-published",
    ),
    tags=(
        ".blog-item-tag-wrapper",
        ".blog-item-category-wrapper",
        ".entry-tags",
        ".tags-cats",
        ".BlogItem-meta .Blog-meta-item--tags",
        ".posted-in",
    ),
    body=(".blog-item-content", ".entry-content", ".journal-entry-text .body", ".BlogItem .sqs-layout", ".sqs-layout"),
    navigation={
        "menu": ("#topNav", "nav.main-nav", ".header-nav", ".Header-nav", "#mainNavigation", ".sectionNavigation"),
        "pagination": (".blog-list-pagination", ".BlogList-pagination", ".journal-archive-pagination"),
        "previous_next": (".item-pagination", ".BlogItem-pagination", ".pagination", ".blog-item-pagination"),
        "related": (".summary-block-wrapper", ".sqs-block-summary-v2", ".sqs-block-summary"),
        "archives": (".sqs-block-archive", ".archive-block-wrapper", ".journal-archive"),
        "tag_cloud": (".sqs-block-tagcloud",),
        "utility": (".header-skip-link", ".sqs-skip-link", ".user-accounts-link"),
        "share": (
            ".sqs-share-buttons",
            ".share-buttons",
            ".entry-actions",
            ".sqs-block-socialaccountlinks-v2",
            ".sqs-svg-icon--list",
        ),
        "footer": (".footer-nav", "#footerNavigation"),
    },
    furniture=(
        ".blog-item-author-profile-wrapper",
        ".author-profile",
        ".sqs-block-newsletter",
        ".sqs-simple-like",
        ".squarespace-social-buttons",
        ".sqs-cookie-banner-v2",
        ".newsletter-block",
    ),
    comments=CommentMarkup(
        area=(".squarespace-comments", ".blog-item-comments", ".journal-comment-area"),
        item=(".squarespace-comments .comment", ".journal-comment", "div.comment"),
        author=(".author", ".comment-header .author-name", ".signature"),
        date=(".date", ".comment-date"),
        text=(".comment-body", ".comment-text", ".body"),
        form=(".new-comment-area", "form.input-form"),
    ),
)
