"""Adobe Experience Manager and its forerunner CQ5, foundation and core components."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="aem",
    title="Adobe Experience Manager / CQ5",
    sure=(
        "path:/etc/designs/",
        "path:/etc/clientlibs/",
        "path:/etc.clientlibs/",
        "path:/_jcr_content/",
        "path:jcr:content",
        "path:/libs/cq/",
        "path:/content/dam/",
    ),
    likely=(
        "class:cmp-text",
        "class:cmp-title",
        "class:cmp-title__text",
        "class:cmp-breadcrumb",
        "class:cmp-navigation",
        "class:aem-grid",
        "class:aem-gridcolumn",
        "class:parsys",
        "class:parbase",
        "class:iparsys",
        "class:reference",
        "class:blogarchive",
        "class:cq-dd-image",
        "class:newpar",
    ),
    page_title=("h1.cmp-title__text", ".cmp-title--article h1", ".blog .entry h2", ".title h1"),
    byline=(".cmp-byline", ".blog .entry .posted", ".cmp-article-author", ".blog-author"),
    date=(".cmp-article-date", ".blog .entry .date", ".blog-date"),
    tags=(".cmp-tags", ".blog .entry .tags", ".cmp-article-tags"),
    body=(".cmp-text", ".blog .entry .text", ".text.parbase", ".cmp-contentfragment__elements"),
    navigation={
        "menu": (".cmp-navigation", ".topnav", ".cmp-languagenavigation", ".listchildren", ".sitenav"),
        "breadcrumb": (".cmp-breadcrumb", ".breadcrumb.trail", ".breadcrumb"),
        "pagination": (".cmp-pagination", ".cq-pagination"),
        "previous_next": (".cmp-article-nav", ".blog .pagination"),
        "related": (".cmp-list--related", ".cmp-teaser-list", ".cmp-related"),
        "archives": (".blogarchive", ".archive.parbase"),
        "tag_cloud": (".tagcloud",),
        "utility": (".cmp-page__skiptomaincontent", ".toolbar", ".userinfo"),
        "share": (".cmp-sharing", ".socialsharing", ".cmp-share"),
        "footer": (".cmp-experiencefragment--footer",),
    },
    furniture=(".cmp-search", ".cmp-form", ".cq-form", ".cmp-byline__image"),
    comments=CommentMarkup(
        area=(".comments.parbase", ".cq-social-comments", ".scf-commentsystem", ".comments"),
        item=(".scf-comment", ".comment", ".cq-social-comment"),
        author=(".scf-comment-author", ".comment-author", ".cq-social-comment-author"),
        date=(".scf-comment-time", ".comment-date", ".cq-social-comment-date"),
        text=(".scf-comment-msg", ".comment-text", ".cq-social-comment-content"),
        form=(".scf-composer", ".comment-form", ".composer"),
    ),
)
