"""HubSpot COS and CMS Hub blogs."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="hubspot",
    title="HubSpot",
    sure=("generator:hubspot", "path:/hs/hsstatic/", "class:hs_cos_wrapper"),
    likely=(
        "path:/hs-fs/",
        "path:/hubfs/",
        "path:cdn2.hubspot.net",
        "path:js.hs-scripts.com",
        "class:hs-blog-post",
        "class:hs-menu-wrapper",
        "class:widget-type-blog_content",
        "class:widget-span",
        "class:hs-author-profile",
        "class:post-body",
        "class:hubspot-topic_data",
        "class:hs-author-social-section",
        "id:hubspot-author_data",
    ),
    kinds={
        "listing": ("body.hs-blog-listing",),
        "article": ("body.hs-blog-post",),
    },
    page_title=("#hs_cos_wrapper_name", "span.hs_cos_wrapper_type_text#hs_cos_wrapper_name", "h1.blog-post__title"),
    byline=("#hubspot-author_data", ".author-link", ".blog-post__author-name", ".hubspot-editable#hubspot-author_data"),
    date=(".blog-post__timestamp", ".blog-post__meta time", ".post-date"),
    tags=("#hubspot-topic_data", "p#hubspot-topic_data", ".blog-post__tags"),
    body=("#hs_cos_wrapper_post_body", ".post-body", ".blog-post__body"),
    navigation={
        "menu": (".hs-menu-wrapper", ".widget-type-menu", ".hs_cos_wrapper_type_menu", ".widget-type-simple_menu"),
        "pagination": (".blog-pagination",),
        "previous_next": (".blog-pagination-single", ".blog-post__pagination"),
        "related": (
            ".hs-rss-module",
            ".widget-type-post_listing",
            ".widget-type-related_blog_posts",
            ".blog-related-posts",
            ".hs_cos_wrapper_type_rss_listing",
        ),
        "tag_cloud": (".widget-type-post_filter", ".hs_cos_wrapper_type_post_filter"),
        "utility": (".header__skip", ".header__language-switcher", ".widget-type-language_switcher"),
        "share": (
            ".hs-blog-social-share",
            ".widget-type-social_sharing",
            ".hs_cos_wrapper_type_social_sharing",
            ".widget-type-follow_me",
        ),
        "footer": (".footer__menu",),
    },
    furniture=(
        ".about-author-sec",
        ".hs-author-profile",
        ".widget-type-blog_subscribe",
        ".hs-cta-wrapper",
        ".hs-form",
        ".widget-type-cta",
        "#hs-eu-cookie-confirmation",
        ".blog-post__cta",
    ),
    comments=CommentMarkup(
        area=("#comments-listing", ".hs_cos_wrapper_type_blog_comments", ".section.post-footer #comments-listing"),
        item=("#comments-listing .comment", ".comment"),
        author=(".comment-from h4", ".comment-from"),
        date=(".comment-date",),
        text=(".comment-body",),
        form=("#comment-form", ".new-comments"),
    ),
)
