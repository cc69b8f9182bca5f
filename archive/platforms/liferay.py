"""Liferay Portal 5 to 7, Blogs portlet."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="liferay",
    title="Liferay",
    sure=(
        "class:portlet-blogs",
        "path:/html/js/liferay/",
        "path:/o/frontend-js",
        "path:/html/themes/classic/",
        "class:lfr-portal-tooltip",
        "path:/o/classic-theme/",
    ),
    likely=(
        "class:portlet-boundary",
        "class:portlet-body",
        "class:portlet-content",
        "class:portlet-column",
        "class:taglib-discussion",
        "class:aui",
        "class:controls-visible",
        "class:lfr-discussion",
        "class:taglib-social-bookmarks",
        "class:taglib-flags",
        "class:taglib-ratings",
        "class:taglib-categorization-filter",
        "id:layout-column_column-1",
        "id:p_p_id_33_",
        "path:/web/guest/",
        "path:p_p_id=33",
    ),
    page_title=(
        ".portlet-blogs .entry-title",
        ".portlet-blogs h1.header-title",
        ".portlet-blogs .header-title",
        ".widget-mode-simple-entry-title",
    ),
    byline=(".portlet-blogs .entry-author", ".portlet-blogs .user-name", ".portlet-blogs .username"),
    date=(".portlet-blogs .entry-date",),
    tags=(".taglib-asset-tags-summary", ".taglib-asset-categories-summary", ".portlet-blogs .entry-tags"),
    body=(".portlet-blogs .entry-body", ".widget-mode-detail-text", ".portlet-blogs .entry-content .entry-body"),
    navigation={
        "menu": ("#navigation", "nav#navigation", ".nav-menu", ".sort-pages", ".navbar-nav", ".portlet-site-map"),
        "breadcrumb": ("#breadcrumbs", ".breadcrumbs", "nav#breadcrumbs", ".taglib-breadcrumb"),
        "pagination": (".taglib-page-iterator", ".lfr-pagination"),
        "previous_next": (".entry-navigation", ".portlet-blogs .pagination"),
        "related": (
            ".entry-links",
            ".portlet-blogs-aggregator",
            ".taglib-asset-links",
            ".asset-links",
            ".widget-mode-card",
        ),
        "archives": (".portlet-calendar-archives",),
        "tag_cloud": (".taglib-asset-tags-navigation", ".tag-cloud"),
        "utility": ("#skip-to-content", ".skip-to", ".portlet-language", ".sign-in", "#sign-in", ".user-personal-bar"),
        "share": (".taglib-social-bookmarks", ".social-bookmarks"),
        "footer": ("#footer .powered-by", ".powered-by"),
    },
    notice=(".portlet-msg-info", ".portlet-msg-alert", ".portlet-msg-error"),
    furniture=(
        ".taglib-flags",
        ".taglib-ratings",
        ".stats",
        ".edit-actions",
        ".lfr-meta-actions",
        ".portlet-search",
        ".entry-views",
        ".view-count",
    ),
    comments=CommentMarkup(
        area=(".taglib-discussion", ".lfr-discussion-container", "#blogsCommentsPanelContainer"),
        item=(".lfr-discussion.taglib-discussion-message", ".lfr-discussion"),
        author=(".lfr-discussion-details .user-name", ".lfr-discussion-details .taglib-user-display"),
        date=(".lfr-discussion-posted-on", ".lfr-discussion-date"),
        text=(".lfr-discussion-message", ".lfr-discussion-body .lfr-discussion-message"),
        form=(".add-comment", ".lfr-discussion-form-container"),
    ),
)
