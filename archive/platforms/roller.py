"""Apache Roller (blogs.sun.com, blogs.oracle.com, developerWorks), themes Basic, Brushed and Frontpage."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="roller",
    title="Apache Roller",
    sure=("generator:apache roller", "generator:roller", "path:/roller-ui/", "path:/roller/themes/"),
    likely=(
        "class:weblogname",
        "class:entrypermalink",
        "class:comment-details",
        "class:comments-head",
        "class:comments-form",
        "class:rcategorychooser",
        "class:rnavigationbar",
        "class:hcalendartable",
        "class:hcalendarmonthyearrow",
        "id:id_permalink",
        "id:id_weblog",
        "class:rightbar_wrapper",
        "class:content_wrapper",
        "class:entrydetails",
        "class:dynamic-page",
        "class:rfolderlist",
        "class:next-previous",
    ),
    kinds={
        "article": ("#id_permalink",),
    },
    page_title=(".entry .entryTitle", "p.entryTitle", ".entries .entryTitle", "h2.entryTitle"),
    byline=("p.posted", ".posted", "p.entryDetails", ".entryDate"),
    date=("h2.daytitle", "h2.dayTitle", "div.daybox .daytitle"),
    tags=(".tags", ".entryTags", "p.entryDetails a[href*=/category/]"),
    body=(".entryContent", "div.entryContent", "p.entryContent"),
    navigation={
        "menu": (
            ".rNavigationBar",
            "ul.rCategoryChooser",
            ".rCategoryChooser",
            "ul.rFolder",
            ".rFolderList",
            "ul.rMenu",
        ),
        "previous_next": (".next-previous",),
        "related": ("ul.rEntriesList", ".recentposts", "ul.rReferersList"),
        "archives": ("table.hCalendarTable", ".hCalendarTable"),
        "utility": ("ul.rFeeds", ".rFeeds", "#feeds"),
    },
    furniture=("ul.rReferersList", ".searchForm", ".rSearchForm"),
    comments=CommentMarkup(
        area=("div.comments#comments", "#comments", ".comments"),
        item=("div.comments div.comment",),
        author=(".comment-details b", ".comment-details a b"),
        date=(".comment-details",),
        text=("div.comments div.comment",),
        form=(".comments-form",),
    ),
)
