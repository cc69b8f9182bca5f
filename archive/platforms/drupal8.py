"""Drupal 8 and later (2015 on), default themes Bartik, Classy, Stark and Olivero."""

from __future__ import annotations

from archive.platforms import CommentMarkup, Platform

__all__ = ["PLATFORM"]

PLATFORM = Platform(
    name="drupal8",
    title="Drupal 8 or later",
    sure=("generator:drupal 8", "generator:drupal 9", "generator:drupal 10", "generator:drupal 11"),
    likely=(
        "class:path-node",
        "class:dialog-off-canvas-main-canvas",
        "class:visually-hidden",
        "class:js-quickedit-page-title",
        "class:field--name-body",
        "class:field__item",
        "class:node__content",
        "class:block-system-main-block",
        "path:/core/themes/",
        "path:/core/misc/",
        "path:/core/assets/",
        "path:/sites/default/files/",
        "path:/themes/custom/",
    ),
    kinds={
        "search": ("body.path-search",),
        "author": ("body.path-user",),
        "tag": ("body.path-taxonomy",),
        "home": ("body.path-frontpage",),
        "article": (
            "body.page-node-type-blog",
            "body.page-node-type-article",
            "body.page-node-type-blog-post",
            "body.page-node-type-news",
        ),
    },
    standing_page=("body.page-node-type-page",),
    page_title=("h1.page-title", ".block-page-title-block h1", "h1.title.page-title"),
    byline=(".node__meta", ".node__submitted"),
    tags=(".field--name-field-tags", ".field--type-entity-reference.field--name-field-category"),
    body=(".field--name-body", ".node__content .text-formatted"),
    navigation={
        "menu": (
            "nav.block-menu",
            ".menu--main",
            ".menu--account",
            ".menu--tools",
            ".primary-nav",
            ".block-local-tasks-block",
        ),
        "breadcrumb": (".block-system-breadcrumb-block", "nav.breadcrumb"),
        "pagination": ("nav.pager",),
        "previous_next": (".book-navigation",),
        "related": (
            ".block-views-blockcontent-recent-block-1",
            "[id*=comments-recent]",
            ".block-views-blockcomments-recent-block-1",
        ),
        "utility": (".skip-link", ".node__links .print__wrapper", ".block-language", ".feed-icon", ".print__wrapper"),
        "share": (".a2a_kit", ".block-addtoany", ".social-media-sharing", ".better-social-sharing-buttons"),
        "footer": (".menu--footer", ".site-footer__bottom", ".block-system-powered-by-block"),
    },
    notice=(".messages", ".region-highlighted .messages"),
    furniture=(
        ".node__links",
        ".block-search",
        ".contextual-links",
        ".field__label.visually-hidden",
        ".author__picture",
    ),
    comments=CommentMarkup(
        area=("section.comment-wrapper", ".comments", ".field--type-comment"),
        item=("article.comment", "article.js-comment"),
        author=(".comment__author .username", ".comment__submitted .username"),
        date=(".comment__time", ".comment__submitted time"),
        subject=(".comment__content h3", ".comment h3"),
        text=(".field--name-comment-body", ".comment__text-content"),
        form=("form.comment-form",),
    ),
)
