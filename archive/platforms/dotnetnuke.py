"""DotNetNuke (DNN) with its Blog module of versions 3 to 6."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="dotnetnuke",
    title="DotNetNuke",
    sure=("generator:dotnetnuke", "generator:dnn", "path:/desktopmodules/", "path:/portals/_default/", "class:dnnform"),
    likely=(
        "class:blogentrydescription",
        "class:blog_body",
        "class:blog_head",
        "class:blog_title",
        "class:blogsubhead",
        "class:dnnactionmenu",
        "class:dnnmodulecontent",
        "class:normaltextbox",
        "class:skinobject",
        "class:contentpane",
        "class:dnn_contentpane",
        "id:form",
        "id:dnn_ctr",
        "id:dnn_contentpane",
        "path:/portals/0/",
        "path:/js/dnncore.js",
        "path:/js/dnn.js",
    ),
    kinds={
        "article": (
            ".BlogHead",
            ".blog_head",
        ),
    },
    page_title=(".BlogHead h2", ".blog_head h2.blog_title", "h2.blog_title", "h2.dnnFormSectionHead"),
    byline=("p.BlogSubHead", "p.blog_subhead", ".blog_author"),
    date=("acronym.BlogPublished", "acronym.blog_published", ".BlogDate", ".blog_date"),
    tags=(".BlogTags", ".blog_tags", ".BlogCategories", ".blog_categories", ".tags.dnnClear"),
    body=(".blog_body", ".BlogBody", ".BlogEntryDescription"),
    navigation={
        "menu": (
            "#dnn_dnnMENU",
            ".dnnmenu",
            "#dnnMenu",
            "ul.dnnmega",
            ".main_dnnmenu_bar",
            ".LinksDesignTable",
            "#topNav",
            ".BlogListTable",
        ),
        "breadcrumb": ("#dnn_dnnBREADCRUMB_lblBreadCrumb", ".SkinObject.breadcrumb", "#breadcrumb", ".Breadcrumb"),
        "pagination": (".PagingTable", ".dnnBlogPager"),
        "related": (".blog_recent_entries", ".BlogRecentEntries", ".blog_recent_comments"),
        "archives": (".BlogArchive", ".blog_archive", "table.BlogArchiveCalendar", ".blog_archive_calendar"),
        "tag_cloud": (".BlogTagCloud", ".tagcloud"),
        "utility": (
            "#dnn_dnnUSER_registerLink",
            "#dnn_dnnLOGIN_loginLink",
            ".language-object",
            "a.blog_print",
            "a.BlogPrint",
            ".registerGroup",
            ".loginGroup",
            ".skipnav",
        ),
        "share": (".blog_social", ".BlogSocial"),
        "footer": ("#dnn_dnnTERMS_hypTerms", "#dnn_dnnPRIVACY_hypPrivacy"),
    },
    furniture=(
        ".dnnActionMenu",
        ".blog_trackback",
        ".BlogTrackback",
        ".SearchContainer",
        "#dnn_dnnSEARCH",
        ".blog_copyright",
        ".blog_footer",
    ),
    comments=CommentMarkup(
        area=(".BlogComments", ".blog_comments", "[id$=pnlComments]"),
        item=(".BlogComment", ".blog_comment", ".blogComments > div"),
        author=(".BlogCommentAuthor", ".blog_comment_author"),
        date=(".BlogCommentDate", ".blog_comment_date"),
        subject=(".BlogCommentTitle", ".blog_comment_title"),
        text=(".BlogCommentText", ".blog_comment_text"),
        form=("[id$=pnlAddComment]", ".BlogAddComment"),
    ),
)
