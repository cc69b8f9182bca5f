"""Lithium (later Khoros) communities, blog articles and boards."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="lithium",
    title="Lithium / Khoros",
    sure=("id:lia-body", "class:lia-body", "class:lia-message-body-content", "class:lia-page"),
    likely=(
        "path:/t5/",
        "class:lia-content",
        "class:lia-message-view",
        "class:lia-quilt",
        "class:lia-link-navigation",
        "class:lia-list-standard",
    ),
    kinds={
        "article": ("body.BlogArticlePage",),
        "forum": ("body.ForumTopicPage",),
        "search": ("body.SearchPage",),
        "listing": (
            "body.BlogPage",
            "body.ForumPage",
        ),
    },
    page_title=(
        ".lia-message-subject h1",
        "h1.lia-message-subject",
        ".lia-thread-topic .lia-message-subject",
        ".lia-message-subject-banner h1",
    ),
    byline=(".lia-message-view-blog-topic-message .lia-user-name", ".lia-thread-topic .lia-user-name"),
    date=(".lia-message-view-blog-topic-message .lia-message-posted-on", ".lia-thread-topic .lia-message-posted-on"),
    tags=(".lia-tags", ".lia-component-labels", ".LabelsList", ".lia-component-message-view-widget-labels"),
    body=(
        ".lia-message-view-blog-topic-message .lia-message-body-content",
        ".lia-thread-topic .lia-message-body-content",
    ),
    navigation={
        "menu": (
            ".lia-component-community-widget-navigation",
            ".lia-node-header-navigation",
            "ul.UserNavigation",
            ".lia-component-common-widget-user-navigation-modern",
        ),
        "breadcrumb": (".BreadCrumb", "ul.lia-breadcrumb", ".lia-component-common-widget-breadcrumb"),
        "pagination": (".lia-paging-full", ".lia-paging-pager", "ul.lia-paging-full-pages"),
        "previous_next": (
            ".lia-paging-page-previous.lia-component-previous",
            ".lia-component-message-paging",
            ".MessagesPagerPrevious",
        ),
        "related": (
            ".lia-component-recommendations-widget-related-content-contextual",
            ".lia-component-similar-content",
            ".lia-component-recent-blog-articles",
            ".lia-component-popular-blog-articles",
        ),
        "archives": (".lia-component-blogs-widget-archive", ".BlogArchiveTaplet"),
        "tag_cloud": (".lia-component-tags-widget-tag-cloud", ".lia-component-labels-widget-labels-list"),
        "utility": (
            ".lia-menu-navigation-wrapper",
            ".lia-component-menu-bar",
            ".lia-skip-links",
            ".lia-component-quicknav",
        ),
        "share": (".lia-component-social-bookmarks", ".lia-component-addthis-widget-share"),
    },
    furniture=(
        ".lia-component-kudos-widget-button-version-3",
        ".KudosButton",
        ".lia-message-author-rank",
        ".lia-component-search-widget",
        ".SearchForm",
        ".lia-author-rank",
        ".lia-message-statistics",
    ),
    comments=CommentMarkup(
        area=(".lia-component-comment-list", ".CommentList", ".lia-component-message-list"),
        item=(".lia-message-view-blog-reply-message", ".lia-message-view-blog-comment-message"),
        author=(".lia-message-author-username", ".lia-user-name"),
        date=(".lia-message-posted-on",),
        text=(".lia-message-body-content",),
        form=(".lia-component-comment-editor", ".lia-quick-reply"),
    ),
)
