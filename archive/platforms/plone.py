"""Plone 2.5 to 5 with its comment threads."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="plone",
    title="Plone",
    sure=("generator:plone",),
    likely=(
        "class:documentfirstheading",
        "class:documentbyline",
        "class:documentdescription",
        "class:documentactions",
        "class:portlet",
        "class:portletheader",
        "class:portletitem",
        "class:visualclear",
        "class:template-newsitem_view",
        "class:portaltype-news-item",
        "class:portaltype-document",
        "id:visual-portal-wrapper",
        "id:portal-breadcrumbs",
        "id:portal-globalnav",
        "id:portal-personaltools",
        "id:portal-column-content",
        "id:parent-fieldname-text",
        "path:/portal_css/",
        "path:/portal_javascripts/",
        "path:/++resource++plone",
        "path:/++plone++",
    ),
    kinds={
        "search": ("body.template-search",),
        "article": (
            "body.template-newsitem_view",
            "body.portaltype-news-item",
        ),
    },
    page_title=("h1.documentFirstHeading", "h1#parent-fieldname-title"),
    byline=(".documentByLine", "#plone-document-byline", ".documentAuthor"),
    date=(".documentPublished", ".documentModified"),
    tags=("#category", "#document-tags", ".documentTags", "#viewlet-below-content-body .category"),
    body=("#parent-fieldname-text", "#content-core", ".newsview .stx", "#content .plain", "#content .stx"),
    navigation={
        "menu": ("#portal-globalnav", "#portal-mainnavigation", ".portletNavigationTree", "#contentActionMenus"),
        "breadcrumb": ("#portal-breadcrumbs",),
        "pagination": (".listingBar", "nav.pagination", ".pagination"),
        "previous_next": (".listingBar.next", "#nextPreviousNavigation", ".documentNavigation"),
        "related": (".relatedItems", "#relatedItemBox", ".portletNews", ".portletRecent", ".portletEvents"),
        "utility": (
            ".documentActions",
            "#portal-personaltools",
            "#portal-siteactions",
            "#skiplinks",
            ".hiddenStructure a",
            "#portal-languageselector",
            "#document-action-print",
        ),
        "share": (".sociallike-network", "#social-share", ".addthis_toolbox"),
        "footer": ("#portal-colophon", "#portal-footer"),
    },
    notice=(".portalMessage", "#viewlet-disclaimer"),
    furniture=(
        "#portal-searchbox",
        ".portletLogin",
        "#portal-footer p",
        ".documentByLine .state-published",
        ".hiddenStructure",
    ),
    comments=CommentMarkup(
        area=(".discussion", "#viewlet-below-content .discussion"),
        item=(".discussion .comment", ".comment"),
        author=(".commentAuthor", ".documentByLine a", ".comment .documentByLine a"),
        date=(".commentDate", ".comment .documentByLine"),
        subject=(".comment h3 a", ".comment h3"),
        text=(".commentBody",),
        form=("#commenting", ".reply"),
    ),
)
