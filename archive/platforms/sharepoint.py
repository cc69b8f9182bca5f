"""SharePoint 2007 to 2013, its blog site template and publishing pages."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="sharepoint",
    title="SharePoint",
    sure=("generator:microsoft sharepoint", "path:/_layouts/", "id:mssharepointsite"),
    likely=(
        "class:ms-posttitle",
        "class:ms-postbody",
        "class:ms-postwrapper",
        "class:ms-postfooter",
        "class:ms-wpbody",
        "class:ms-quicklaunch",
        "class:ms-core-listmenu-root",
        "class:ms-rtestate-field",
        "class:ms-blog-mainarea",
        "class:ms-commentsmargin",
        "class:ms-globalbreadcrumb",
        "id:s4-workspace",
        "id:mswebpartpage_postbacksource",
        "id:aspnetform",
        "path:/_catalogs/",
        "path:/sitecollectionimages/",
        "path:/publishingimages/",
        "path:/pages/",
    ),
    kinds={
        "article": (".ms-PostWrapper",),
    },
    page_title=(
        "h3.ms-PostTitle",
        ".ms-PostTitle",
        "h3.ms-posttitle",
        ".ms-blog-postBody .ms-blog-title",
        ".ms-blog-title",
    ),
    byline=(".ms-PostFooter", ".ms-postfooter", ".ms-blog-postBoxMargin .ms-metadata", ".ms-blog-author"),
    date=(".ms-PostDate", ".ms-postdate", ".ms-blog-dateText"),
    body=(".ms-PostBody", ".ms-postbody", ".ms-PostWrapper .ms-PostBody", ".ms-blog-postBody", ".ms-rtestate-field"),
    navigation={
        "menu": (
            ".ms-quicklaunch",
            ".s4-ql",
            ".s4-tn",
            ".menu.horizontal",
            ".ms-core-listMenu-root",
            ".ms-topnav",
            ".ms-quickLaunch",
            "#zz1_TopNavigationMenu",
        ),
        "breadcrumb": (
            ".ms-globalbreadcrumb",
            ".ms-breadcrumb",
            ".ms-titlearea .ms-sitemapdirectional",
            "#onetidPageTitleAreaTable .ms-sitemapdirectional",
            ".s4-breadcrumb",
        ),
        "archives": (".ms-blog-quickLaunch-archives", ".ms-blog-archives"),
        "utility": (
            ".ms-globallinks",
            ".ms-welcomeMenu",
            ".s4-trc-container-menu",
            ".ms-socialNotif-groups",
            "a.ms-skip",
            ".ms-accessible",
        ),
        "footer": ("#s4-bodyContainer .footer-nav",),
    },
    furniture=(".ms-sbcell", ".ms-SrvMenuUI", "#s4-ribbonrow", ".ms-blog-commandSpace", ".ms-cui-topBar2"),
    comments=CommentMarkup(
        area=(".ms-CommentsWrapper", ".ms-commentsWrapper", ".ms-commentsarea", ".ms-blog-comments"),
        item=(".ms-CommentItem", ".ms-commentItem", ".ms-comment-item"),
        author=(".ms-CommentFooter a", ".ms-commentfooter a"),
        date=(".ms-CommentFooter", ".ms-commentfooter"),
        subject=(".ms-CommentHeader", ".ms-commentheader"),
        text=(".ms-CommentBody", ".ms-commentbody"),
        form=(".ms-formtable", ".ms-commentform"),
    ),
)
