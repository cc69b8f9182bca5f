"""Telligent Community and its forerunner Community Server, blog and forum themes."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="telligent",
    title="Telligent Community / Community Server",
    sure=(
        "generator:communityserver",
        "generator:telligent",
        "path:/cfs-file.ashx",
        "path:/cs/themes/",
        "path:/themes/blogs/",
        "path:/telligent.evolution",
    ),
    likely=(
        "class:commoncontentarea",
        "class:commoncontent",
        "class:commonsidebar",
        "class:commonbreadcrumbarea",
        "class:commonsearcharea",
        "class:content-fragment",
        "class:abbreviated-post",
        "class:full-post-header",
        "class:post-attachment-viewer",
        "class:internal-post",
        "class:post-author",
        "class:blog-details",
        "class:postsub",
        "class:postfoot",
        "id:commonbody",
        "id:commonouter",
        "path:/communityserver",
    ),
    kinds={
        "article": (
            ".postsublist",
            ".full-post",
        ),
    },
    page_title=("h2.pageTitle", ".full-post h1.post-name", ".full-post .post-name", "h4.BlogPostHeader"),
    byline=(".postfoot", ".BlogPostFooter", ".full-post-header .post-author", ".post-attributes .author", ".postsub"),
    date=(".full-post-header .post-date", ".post-attributes .post-date"),
    tags=(".post-tags", ".BlogPostFooter .tags", ".postfoot .em"),
    body=(".postsublist", ".BlogPostContent", ".full-post .post-content", ".post-content.user-defined-markup"),
    navigation={
        "menu": (
            ".CommonTabBar",
            "#CommonTabBar",
            ".site-banner .navigation-list",
            ".CommonSidebar .CommonSidebarContent",
            ".navigation-list",
        ),
        "breadcrumb": (".CommonBreadCrumbArea", ".breadcrumb-list", "#breadcrumbs"),
        "pagination": (".CommonPagingArea", ".pager", ".page-navigation"),
        "previous_next": (".CommonPrevNext", ".post-navigation"),
        "related": (".recent-posts-list", ".related-posts"),
        "archives": (".archive-list", "#archives"),
        "tag_cloud": (".tag-cloud", ".CommonTagCloud", "ul.CommonTagCloud"),
        "utility": (".CommonUserArea", ".welcome-list", ".syndication-links", ".user-links"),
        "share": (".social-bookmarks", ".bookmark-links"),
    },
    furniture=(
        ".CommonRateControl",
        ".CommonRateControlReadOnly",
        ".CommonSearchArea",
        ".post-rating",
        ".InlineTagEditor",
    ),
    comments=CommentMarkup(
        area=("#comments", ".blog-feedback-list", ".comment-list"),
        item=("#comments .comment", "#comments .commentowner", ".full-comment", ".blog-feedback-list .comment"),
        author=(".commentssubhead a", ".full-comment .comment-author", ".post-author"),
        date=(".commentssubhead", ".full-comment .comment-date"),
        subject=(".comment h4 span, .commentowner h4 span", ".full-comment .comment-name"),
        text=(".comment > p, .commentowner > p", ".full-comment .comment-content"),
        form=("#commentform", ".comment-form"),
    ),
)
