"""Medium stories and publications, on medium.com or the company's own host."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="medium",
    title="Medium",
    sure=(
        "path:cdn-static-1.medium.com",
        "path:cdn-client.medium.com",
        "path:glyph.medium.com",
        "path:miro.medium.com",
    ),
    likely=(
        "class:postarticle",
        "class:section-inner",
        "class:graf",
        "class:graf--p",
        "class:graf--title",
        "class:js-postmetalockup",
        "class:postmetainline",
        "class:metabar",
        "class:pw-post-title",
        "class:pw-post-body-paragraph",
        "class:postactions",
        "path:cdn-images-1.medium.com",
    ),
    page_title=("h1.graf--title", "h3.graf--title", "h1.pw-post-title"),
    byline=(".postMetaInline-authorLockup", ".js-postMetaLockup", ".postMetaInline--author"),
    date=(".js-postMetaInlineSupplemental time", "time"),
    tags=("ul.tags", ".js-postTags"),
    body=(".postArticle-content", ".section-inner.sectionLayout--insetColumn"),
    navigation={
        "menu": (".metabar", ".js-metabar", ".collectionHeader-nav", ".js-collectionNavItems"),
        "related": (
            ".js-postFooterPlacements",
            ".streamItem--readNext",
            ".postArticle-readNext",
            ".js-readNext",
            ".placementsGrid",
        ),
        "share": (".js-actionMultirecommend", ".js-postShareWidget", ".postActionsBar"),
        "footer": (".siteFooter",),
    },
    furniture=(
        ".js-postFooterInfo",
        ".postFooterMeta",
        ".followButton",
        ".js-followButton",
        ".js-stickyFooter",
        ".js-doneSurroundPostActions",
        ".js-postMetaInlineFollow",
        ".readingTime",
        ".infoCard",
    ),
    comments=CommentMarkup(
        area=(".responsesStreamWrapper", ".js-responsesStreamWrapper", ".responsesStream"),
        item=(".streamItem--postPreview", ".responsesStream .postArticle"),
        author=(".postMetaInline-authorLockup a",),
        date=("time",),
        text=(".postArticle-content",),
        form=(".js-responsesForm",),
    ),
)
