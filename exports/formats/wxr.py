"""Articles in, WordPress eXtended RSS 1.2 out, as the plugin wordpress-importer reads it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.errors import BadInput
from archive.store import Asset
from exports.bundle import Bundle
from exports.formats import Option
from exports.losses import Field, Loss
from exports.names import NameRegister, slug
from exports.selection import Selection
from exports.url_pattern import title_of
from exports.wordpress import (
    allowed_upload,
    post_date,
)
from exports.wxr_others import menu_items, page_items, write_head
from exports.wxr_posts import Ledger, items_of, post_name, term_key

NAME = "wxr"
ALIASES = ("wordpress",)
DESCRIPTION = "WordPress WXR 1.2: posts, pages, authors, terms, threaded comments, attachments, menus"
PATTERN = "/{year}/{month}/{slug}/"
FEED = "/feed/"
UNIQUE_SLUGS = True
LOSSES: Mapping[Field, str] = {
    Field.FURTHER_AUTHORS: "one author a post: all stand in the meta _oldface_bylines; see --coauthors",
    Field.ROLE: "in the meta _oldface_bylines",
    Field.ORGANISATION: "in the meta _oldface_bylines",
    Field.RELATION: "in the meta _oldface_bylines",
    Field.GUEST: "in the meta _oldface_bylines; see --coauthors",
    Field.BYLINE_RAW: "in the meta _oldface_bylines",
    Field.SUBTITLE: "in the meta _oldface_subtitle",
    Field.KICKER: "in the meta _oldface_kicker",
    Field.LANGUAGE: "in the meta _oldface_language",
    Field.DIRECTION: "WordPress takes it from the language of the site",
    Field.MODIFIED: "in the meta _oldface_modified: the importer sets the time of the import",
    Field.DATE_PRECISION: "the first day, at midnight; the date as printed is in the meta _oldface_published",
    Field.COMMENT_SUBJECT: "in bold above the comment, and in its meta _oldface_subject",
    Field.COMMENT_DATE_PRECISION: "midnight",
    Field.COMMENT_HTML: "lists, images and headings lose their tags: WordPress lets inline tags only into comments",
    Field.COMMENT_AUTHOR_SOURCE: "left out",
    Field.COMMENT_VOTES: "in its meta _oldface_votes",
    Field.COMMENT_BY_AUTHOR: "left out: WordPress tells by the user",
    Field.COMMENT_PERMALINK: "in its meta _oldface_permalink",
    Field.COMMENT_NOTICE: "left out: the theme says it",
    Field.COMMENT_COUNT_STATED: "left out: WordPress counts",
    Field.CREDIT: "in the attachment's description",
}
OPTIONS = (
    Option("split_megabytes", "Begin a new file at this size; post and attachments stay together. 0: one file.", 0),
    Option("timezone", "Time zone of the old site, for dates that state none.", "UTC"),
    Option("files_url", "Where the importer finds files, instead of the old address: see serve-assets.", ""),
    Option("coauthors", "Write all authors for the plugin Co-Authors Plus.", False),
    Option(
        "pages", "Kinds of other pages that become WordPress pages; '' for none.", "product,service,documentation,other"
    ),
    Option("seo", "Write titles and descriptions for the plugin Yoast SEO.", False),
)

TAIL = "</channel>\n</rss>\n"


def write(
    archive: Selection,
    folder: Bundle,
    *,
    split_megabytes: int = 0,
    timezone: str = "UTC",
    files_url: str = "",
    coauthors: bool = False,
    pages: str = "product,service,documentation,other",
    seo: bool = False,
) -> None:
    """wordpress.xml, or wordpress-001.xml and so on; mapping.csv for WP-CLI."""
    ledger = Ledger(read_zone(timezone), last_number=archive.count)
    logins = login_names(archive)
    with ExitStack() as stack:
        out, part, size = None, 0, 0
        for number, article in enumerate(archive.articles(), 1):
            items = "".join(items_of(archive, article, number, ledger, logins, files_url, coauthors=coauthors, seo=seo))
            if out is None or (split_megabytes and size + len(items.encode()) > split_megabytes << 20):
                if out is not None:
                    out.write(TAIL)
                    stack.pop_all().close()
                part += 1
                name = f"wordpress-{part:03}.xml" if split_megabytes else "wordpress.xml"
                out = stack.enter_context(folder.text(name))
                size = write_head(archive, out, logins)
            out.write(items)
            size += len(items.encode())
        if out is None:
            out = stack.enter_context(folder.text("wordpress.xml"))
            write_head(archive, out, logins)
        if archive.is_whole:
            for item in page_items(archive, ledger, tuple(filter(None, pages.split(",")))):
                out.write(item)
            for item in menu_items(archive, ledger):
                out.write(item)
        out.write(TAIL)
    with folder.text("mapping.csv") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["old_user_login", "new_user_login"])
        rows.writerows([login, login] for login in logins.values())


def read_zone(name: str) -> ZoneInfo:
    """The time zone of that name; BadInput when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(f"there is no time zone {name!r}", next_step="Write it as Europe/Berlin or UTC.") from error


def login_names(archive: Selection) -> dict[int, str]:
    """A login for each person: ASCII, at most 60 characters, so that sanitize_user() leaves it as it is."""
    register = NameRegister()
    return {
        person.id: register.claim(
            slug(person.slug or person.name, fallback=f"person-{person.id}")[:50], key=str(person.id)
        )
        for person in archive.people.values()
    }


def is_allowed(asset: Asset) -> bool:
    """Whether WordPress takes the file, by the ending of its address or else by its media type."""
    return allowed_upload(asset.url, asset.mime)


FEED_NAMES = frozenset("feed rdf rss rss2 atom embed".split())


def preflight(archive: Selection, *, timezone: str = "UTC", **_options: object) -> Iterator[Loss]:
    """Dates that are made up or put off, files WordPress refuses, terms it takes for one."""
    ledger = Ledger(read_zone(timezone))
    for article in archive.articles():
        dated = post_date(article, ledger.zone)
        title = title_of(article)
        if dated.change:
            yield Loss("changed", "article.date_published", article.url, dated.change)
        if article.headline is None:
            yield Loss("changed", "article.headline", article.url, f"has no title: gets {title!r}")
        if not article.bylines:
            yield Loss("changed", "byline.name", article.url, "names no author: it becomes a post of who imports it")
        if all(tag.taxonomy == "tag" for tag in article.tags):
            reason = "is in no category: WordPress files it under its default one"
            yield Loss("changed", "article.tags", article.url, reason)
        seconds = int((ledger.moments.claim(dated.local, title, "post") - dated.local).total_seconds())
        if seconds:
            reason = f"an earlier post has the same title and date, and would hide this one: {seconds} s later"
            yield Loss("changed", "article.date_published", article.url, reason)
        name = post_name(archive.new_url(article))
        if name in FEED_NAMES:
            yield Loss(
                "changed", "article.slug", article.url, f"the slug {name} is WordPress's own: it becomes {name}-2"
            )
        for use in article.assets:
            if use.asset.capture_id is not None and use.asset.kind != "embed" and not is_allowed(use.asset):
                yield Loss("dropped", "asset", article.url, f"WordPress takes no file of this type: {use.asset.url}")
        for comment in article.comments:
            if comment.date_created is None:
                reason = f"an undated comment by {comment.author_name}: gets the date of the post"
                yield Loss("changed", "comment.date", article.url, reason)
    names: dict[tuple[str, str], str] = {}
    for tag in archive.tags:
        key = term_key(tag.taxonomy, tag.slug or tag.name, tag.id)
        kept = names.setdefault(key, tag.name)
        if kept != tag.name:
            yield Loss("merged", "article.tags", tag.url or "", f"{tag.name!r} and {kept!r} have one slug, {key[1]}")
