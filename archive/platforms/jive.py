"""Jive (Clearspace, SBS, Jive 5 on), blog posts and discussions."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="jive",
    title="Jive",
    sure=("generator:jive", "generator:clearspace", "path:/resources/scripts/jive/", "path:/resources/styles/jive"),
    likely=(
        "class:jive-blog-post",
        "class:jive-blog-post-message",
        "class:jive-blog-post-subject-header",
        "class:jive-rendered-content",
        "class:jive-content-body",
        "class:jive-content-header",
        "class:jive-comment",
        "class:jive-comment-body",
        "class:jive-box",
        "class:jive-sidebar-body",
        "class:j-rte-table",
        "class:font-color-meta",
        "class:jive-username-link",
        "id:jive-body",
        "id:jive-breadcrumb",
        "id:jive-wrapper",
        "id:j-main",
        "id:j-header",
        "id:jive-body-main",
    ),
    kinds={
        "forum": (".jive-discussion-replies",),
        "article": (".jive-blog-post",),
    },
    page_title=(
        ".jive-blog-post-subject-header h1",
        ".jive-blog-post-subject h1",
        ".jive-content-header h1",
        "h2.jive-blog-post-subject",
    ),
    byline=(".jive-blog-post-subject .jive-author", ".jive-blog-post .jive-author", "header .j-byline", ".j-byline"),
    date=(".jive-blog-post-date", ".jive-blog-date"),
    tags=(".jive-content-footer-item", ".jive-tags", ".jive-blog-post-tags"),
    body=(
        ".jive-blog-post-message .jive-rendered-content",
        ".jive-blog-post-message",
        ".jive-content-body .jive-rendered-content",
    ),
    navigation={
        "menu": ("#jive-nav", "#j-globalNav", "#j-satNav", ".jive-link-list", "#jive-userbar-nav"),
        "breadcrumb": ("#jive-breadcrumb", ".jive-breadcrumb", "#j-breadcrumb"),
        "pagination": (".jive-pagination", ".j-pagination"),
        "previous_next": (".jive-blog-nav", ".jive-blog-post-nav"),
        "related": (
            "#jive-sidebar-recent-posts",
            ".jive-sidebar-similar",
            ".jive-box-recentblogposts",
            ".jive-more-like-this",
            ".jive-box-popularblogposts",
        ),
        "archives": (".jive-box-blogarchive", "#jive-blog-archive"),
        "tag_cloud": (".jive-box-tagcloud", ".jive-tag-cloud"),
        "utility": (".jive-sidebar-actions", "#jive-userbar", ".jive-content-actions", ".j-skip-link"),
        "share": (".jive-social-bookmarks", ".jive-share-links"),
        "footer": ("#jive-footer", "#j-footer"),
    },
    furniture=(
        ".jive-content-rating",
        ".jive-acclaim-container",
        "#jive-search",
        ".jive-author-avatar-container",
        ".jive-wiki-body-tags",
    ),
    comments=CommentMarkup(
        area=("#jive-comments", ".jive-comments", ".jive-comment-list", ".jive-discussion-replies"),
        item=(".jive-comment", "li.jive-comment"),
        author=(".jive-comment .jive-author", ".jive-comment .jive-username-link"),
        date=(".jive-comment-meta", ".jive-comment-date"),
        text=(".jive-comment-body", ".jive-comment .jive-rendered-content"),
        form=("#jive-comment-form", ".jive-comment-form"),
    ),
)
