"""TYPO3 with the extensions tt_news, news, t3blog and blog."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="typo3",
    title="TYPO3",
    sure=(
        "generator:typo3",
        "path:/typo3temp/",
        "path:/typo3conf/",
        "path:typo3temp/",
        "path:typo3conf/",
        "path:/uploads/tx_",
    ),
    likely=(
        "class:tx-ttnews",
        "class:news-single-item",
        "class:news-single-rightbox",
        "class:news-single-timedata",
        "class:csc-default",
        "class:csc-header",
        "class:csc-textpic",
        "class:ce-bodytext",
        "class:frame-default",
        "class:news-single",
        "class:news-text-wrap",
        "class:news-backlink-wrap",
        "class:bodytext",
        "class:blogentry",
        "class:tx-t3blog-pi1",
        "class:frame-type-news_pi1",
        "path:/fileadmin/",
        "path:fileadmin/",
    ),
    kinds={
        "article": (".news-single",),
    },
    page_title=(
        ".news-single-item h2",
        ".news-single-item h1",
        ".news-single .header h3",
        ".news-single .header h1",
        ".article .header h3",
        ".blogentry h2",
    ),
    byline=(
        ".news-single-author",
        ".news-single .news-list-author",
        ".article .news-list-author",
        ".blogentry .author",
        ".news-author",
    ),
    date=(".news-single-timedata", ".news-list-date", ".news-single time", ".blogentry .date"),
    tags=(".news-list-category", ".news-list-tags", ".news-single-categories", ".blogentry .category"),
    body=(".news-single-item", ".news-text-wrap", ".news-single .article", ".blogentry .text"),
    navigation={
        "menu": ("#mainnav", "#subnav", "ul.csc-menu", ".tx-ttnews-catmenu", "#mainNavigation"),
        "breadcrumb": ("#breadcrumb", ".breadcrumb", "#rootline", ".rootline", "#klickpfad"),
        "pagination": (
            ".tx-ttnews-browsebox",
            ".browseLinksWrap",
            ".page-navigation",
            ".f3-widget-paginator",
            ".news-list-browse",
        ),
        "previous_next": (
            ".news-single-backlink",
            ".news-backlink-wrap",
            ".news-single-prevnext",
            ".page-navigation-single",
        ),
        "related": (
            ".news-related-wrap",
            ".news-single-related",
            ".news-latest-container",
            ".news-related",
            ".tx-t3blog-latestpost",
            ".news-related-news",
        ),
        "archives": (".news-amenu-container", ".news-menu-view", ".tx-t3blog-archive", ".archive-menu"),
        "tag_cloud": (".tx-t3blog-tagcloud", ".tagcloud"),
        "utility": (
            ".skiplink",
            "#skip",
            "#metanav",
            "#languagemenu",
            ".tx-srlanguagemenu-pi1",
            ".printlink",
            ".tipafriend",
        ),
        "share": (".shariff", ".tx-socialshareprivacy"),
    },
    furniture=(
        ".tx-indexedsearch",
        ".news-single-rightbox",
        ".tx-felogin-pi1",
        ".tx-powermail",
        ".news-single-imgcaption-hidden",
    ),
    comments=CommentMarkup(
        area=(".tx-comments-pi1", ".tx-t3blog-comments", ".tx-comments", ".comments"),
        item=(".tx-comments-comment", ".tx-comments-comment-odd", ".tx-t3blog-comment", ".tx-comments-comment-even"),
        author=(".tx-comments-comment-author", ".comment-author"),
        date=(".tx-comments-comment-date", ".comment-date"),
        text=(".tx-comments-comment-content", ".comment-text"),
        form=(".tx-comments-form", ".tx-t3blog-commentform"),
    ),
)
