"""Articles in, WordPress eXtended RSS 1.2 out, as the plugin wordpress-importer reads it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.errors import BadInput
from archive.store import Article, ArticleAsset, ArticleComment, Person
from exports.bodies import Rewrite, rewrite_html
from exports.bundle import Bundle
from exports.dates import read_moment, rfc822, sql_time
from exports.formats import Option
from exports.local_body import comment_html
from exports.losses import Field, Loss
from exports.menus import menus
from exports.names import NameRegister, file_name_of_url, slug
from exports.other_pages import other_pages
from exports.posts import authors_of, byline_fields
from exports.selection import Selection
from exports.url_pattern import title_of
from exports.wordpress import (
    CommentNumbers,
    Moments,
    PostDate,
    allowed_upload,
    comment_content,
    post_content,
    post_date,
)
from exports.xml_text import attribute, cdata, element

NAME = "wxr"
ALIASES = ("wordpress",)
DESCRIPTION = "WordPress WXR 1.2: posts, authors, terms, threaded comments, attachments, featured images"
PATTERN = "/{year}/{month}/{slug}/"
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

HEAD = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!-- Import this with Tools, Import, WordPress. Tick 'Download and import file attachments'. -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
TAIL = "</channel>\n</rss>\n"


@dataclass(slots=True)
class Ledger:
    """What one pass over the articles has given out so far: numbers, moments, logins."""

    zone: ZoneInfo
    moments: Moments = field(default_factory=Moments)
    comments: CommentNumbers = field(default_factory=CommentNumbers)
    attachments: dict[int, int] = field(default_factory=dict)
    """Number of each attachment by id of its asset."""
    last_number: int = 0


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


def write_head(archive: Selection, out: TextIO, logins: Mapping[int, str]) -> int:
    """Channel, authors and terms; how many bytes they took."""
    pieces = [HEAD]
    pieces.append(element("title", archive.sites[0] if archive.sites else "", indent="\t"))
    pieces.append(element("link", archive.origin, indent="\t"))
    pieces.append(element("description", "", indent="\t"))
    pieces.append(element("generator", "oldface", indent="\t"))
    pieces.append(element("wp:wxr_version", "1.2", indent="\t"))
    pieces.append(element("wp:base_site_url", archive.origin, indent="\t"))
    pieces.append(element("wp:base_blog_url", archive.origin, indent="\t"))
    for number, person in enumerate(archive.people.values(), 1):
        pieces.append(author_element(person, number, logins[person.id]))
    terms = terms_of(archive)
    for number, ((kind, nicename), name) in enumerate(terms.items(), 1):
        if kind == "category":
            pieces.append(
                f"\t<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{cdata(nicename)}"
                f"</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name>{cdata(name)}</wp:cat_name>"
                "</wp:category>\n"
            )
        else:
            pieces.append(
                f"\t<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>{cdata(nicename)}</wp:tag_slug>"
                f"<wp:tag_name>{cdata(name)}</wp:tag_name></wp:tag>\n"
            )
    for number, menu in enumerate(menus(archive) if archive.is_whole else (), len(terms) + 1):
        pieces.append(
            f"\t<wp:term><wp:term_id>{number}</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy>"
            f"<wp:term_slug>{cdata(slug(menu.name, fallback='menu'))}</wp:term_slug><wp:term_parent></wp:term_parent>"
            f"<wp:term_name>{cdata(menu.name)}</wp:term_name></wp:term>\n"
        )
    text = "".join(pieces)
    out.write(text)
    return len(text.encode())


def author_element(person: Person, number: int, login: str) -> str:
    """One author; without an address, since the archive knows none and must not make one up."""
    first, _, last = ("", "", person.name) if person.is_organisation else person.name.rpartition(" ")
    return (
        f"\t<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email></wp:author_email><wp:author_display_name>{cdata(person.name)}</wp:author_display_name>"
        f"<wp:author_first_name>{cdata(first)}</wp:author_first_name>"
        f"<wp:author_last_name>{cdata(last)}</wp:author_last_name></wp:author>\n"
    )


def terms_of(archive: Selection) -> dict[tuple[str, str], str]:
    """Name of each term by (category or post_tag, nicename): the first of those that share a nicename."""
    found: dict[tuple[str, str], str] = {}
    for tag in archive.tags:
        found.setdefault(term_key(tag.taxonomy, tag.slug or tag.name, tag.id), tag.name)
    return dict(sorted(found.items()))


def term_key(taxonomy: str, name: str, number: int) -> tuple[str, str]:
    """(taxonomy, nicename) of a term at WordPress."""
    return ("post_tag" if taxonomy == "tag" else "category", slug(name, fallback=f"term-{number}"))


def items_of(
    archive: Selection,
    article: Article,
    number: int,
    ledger: Ledger,
    logins: Mapping[int, str],
    files_url: str,
    *,
    coauthors: bool,
    seo: bool,
) -> Iterator[str]:
    """The post, then the attachments that no earlier post had."""
    dated = post_date(article, ledger.zone)
    title = title_of(article)
    local = ledger.moments.claim(dated.local, title, "post")
    authors = authors_of(article)
    login = logins.get(authors[0].person_id, "") if authors else ""
    new_attachments = list(claim_attachments(article, ledger))
    url = archive.new_url(article)
    yield "\t<item>\n"
    yield element("title", title)
    yield element("link", article.url)
    yield element("pubDate", rfc822(dated.utc + (local - dated.local)))
    yield f"\t\t<dc:creator>{cdata(login)}</dc:creator>\n"
    yield f'\t\t<guid isPermaLink="false">{article.url.replace("&", "&amp;").replace("<", "&lt;")}</guid>\n'
    yield element("description", "")
    body = rewrite_html(article.body_html, link=archive.resolve, asset=file_address(article, files_url))
    yield f"\t\t<content:encoded>{cdata(post_content(body))}</content:encoded>\n"
    yield f"\t\t<excerpt:encoded>{cdata(article.description or '')}</excerpt:encoded>\n"
    yield post_fields(
        number, local, dated, slug=post_name(url), kind="post", status="publish", parent=0, article=article
    )
    yield from category_elements(article, logins, coauthors=coauthors)
    meta = post_meta(article, ledger, seo=seo)
    yield "".join(meta_element("postmeta", name, value) for name, value in meta.items() if value)
    yield from comment_elements(archive, article, local, dated, ledger)
    yield "\t</item>\n"
    for use, asset_number in new_attachments:
        yield attachment_item(article, use, asset_number, number, login, dated, ledger, files_url)


def post_name(url: str) -> str:
    """The last part of the new address: WordPress makes the address of its permalink structure and this."""
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])


def file_address(article: Article, files_url: str) -> Rewrite:
    """A function from the old address of an asset to where the importer finds it."""
    held = {use.asset.url for use in article.assets if use.asset.capture_id is not None}

    def address(url: str) -> str | None:
        return served_at(url, files_url) if url in held else None

    return address


def served_at(url: str, files_url: str) -> str:
    """The address of a file at `files_url`, the old host as its first folder; the old address where there is none."""
    if not files_url:
        return url
    parts = urlsplit(url)
    return f"{files_url.rstrip('/')}/{quote(parts.netloc, safe=':')}{parts.path}"


def claim_attachments(article: Article, ledger: Ledger) -> Iterator[tuple[ArticleAsset, int]]:
    """(asset, number) of each file of the article that has no number yet; the number is kept in the ledger."""
    for use in article.assets:
        if use.asset.id not in ledger.attachments and use.asset.capture_id is not None and use.asset.kind != "embed":
            ledger.last_number += 1
            ledger.attachments[use.asset.id] = ledger.last_number
            yield use, ledger.last_number


def post_fields(
    number: int, local: datetime, dated: PostDate, *, slug: str, kind: str, status: str, parent: int, article: Article
) -> str:
    """The wp: elements that every item has."""
    utc = dated.utc + (local - dated.local)
    return (
        element("wp:post_id", number)
        + element("wp:post_date", sql_time(local))
        + element("wp:post_date_gmt", sql_time(utc))
        + element("wp:comment_status", "open" if article.comment_status == "open" else "closed")
        + element("wp:ping_status", "closed")
        + f"\t\t<wp:post_name>{cdata(slug)}</wp:post_name>\n"
        + element("wp:status", status)
        + element("wp:post_parent", parent)
        + element("wp:menu_order", 0)
        + element("wp:post_type", kind)
        + element("wp:post_password", "")
        + element("wp:is_sticky", 0)
    )


def category_elements(article: Article, logins: Mapping[int, str], *, coauthors: bool) -> Iterator[str]:
    """The terms of a post, each with its nicename: the importer passes over those without."""
    for tag in article.tags:
        domain, nicename = term_key(tag.taxonomy, tag.slug or tag.name, tag.id)
        yield f'\t\t<category domain="{domain}" nicename={attribute(nicename)}>{cdata(tag.name)}</category>\n'
    if coauthors:
        for byline in authors_of(article):
            login = logins.get(byline.person_id, "")
            yield f'\t\t<category domain="author" nicename={attribute("cap-" + login)}>{cdata(login)}</category>\n'


def post_meta(article: Article, ledger: Ledger, *, seo: bool) -> dict[str, str | None]:
    """What WordPress has no column for, and the featured image."""
    lead = ledger.attachments.get(article.main_image_id or 0)
    capture = article.capture
    bylines = [{k: v for k, v in byline_fields(byline).items() if v} for byline in article.bylines]
    return {
        "_thumbnail_id": str(lead) if lead else None,
        "_oldface_source_url": article.url,
        "_oldface_capture": f"{capture.filename} {capture.offset_bytes} {capture.record_id} {capture.warc_date}",
        "_oldface_bylines": json.dumps(bylines, ensure_ascii=False) if bylines else None,
        "_oldface_subtitle": article.alternative_headline,
        "_oldface_kicker": article.kicker,
        "_oldface_language": article.in_language,
        "_oldface_published": article.date_published_raw,
        "_oldface_modified": article.date_modified,
        "_yoast_wpseo_title": article.headline if seo else None,
        "_yoast_wpseo_metadesc": article.description if seo else None,
    }


def meta_element(name: str, key: str, value: str, *, indent: str = "\t\t") -> str:
    """One postmeta or commentmeta."""
    return (
        f"{indent}<wp:{name}><wp:meta_key>{cdata(key)}</wp:meta_key>"
        f"<wp:meta_value>{cdata(value)}</wp:meta_value></wp:{name}>\n"
    )


def comment_elements(
    archive: Selection, article: Article, local: datetime, dated: PostDate, ledger: Ledger
) -> Iterator[str]:
    """The comments of a post, parents first, no two of one author in one second."""
    moments = Moments()
    for comment, number, parent in ledger.comments.number(article.comments):
        moment = read_moment(comment.date_created, zone=ledger.zone)
        # an undated comment stands just after its post: WordPress sorts by date and needs one
        when = moment.utc if moment else dated.utc + (local - dated.local)
        when = moments.claim(when, comment.author_name or "")
        yield "\t\t<wp:comment>\n"
        yield element("wp:comment_id", number, indent="\t\t\t")
        yield f"\t\t\t<wp:comment_author>{cdata(comment.author_name or '')}</wp:comment_author>\n"
        yield element("wp:comment_author_email", "", indent="\t\t\t")
        yield element("wp:comment_author_url", comment.author_url, indent="\t\t\t")
        yield element("wp:comment_author_IP", "", indent="\t\t\t")
        yield element("wp:comment_date", sql_time(when.astimezone(ledger.zone)), indent="\t\t\t")
        yield element("wp:comment_date_gmt", sql_time(when), indent="\t\t\t")
        content = comment_content(comment.subject, comment_html(archive, comment))
        yield f"\t\t\t<wp:comment_content>{cdata(content)}</wp:comment_content>\n"
        yield element("wp:comment_approved", "0" if comment.status == "pending" else "1", indent="\t\t\t")
        yield element("wp:comment_type", comment_type(comment), indent="\t\t\t")
        yield element("wp:comment_parent", parent, indent="\t\t\t")
        yield element("wp:comment_user_id", 0, indent="\t\t\t")
        meta = {
            "_oldface_subject": comment.subject,
            "_oldface_votes": None if comment.upvote_count is None else str(comment.upvote_count),
            "_oldface_permalink": comment.permalink,
            "_oldface_date": comment.date_created_raw,
        }
        yield "".join(meta_element("commentmeta", key, value, indent="\t\t\t") for key, value in meta.items() if value)
        yield "\t\t</wp:comment>\n"


def comment_type(comment: ArticleComment) -> str:
    """comment, pingback or trackback: WordPress knows no other kind."""
    return comment.kind if comment.kind in ("pingback", "trackback") else "comment"


def attachment_item(
    article: Article,
    use: ArticleAsset,
    number: int,
    post_number: int,
    login: str,
    dated: PostDate,
    ledger: Ledger,
    files_url: str,
) -> str:
    """One attachment; the importer fetches its address, see 'oldface serve-assets'."""
    name = file_name_of_url(use.asset.url)
    title = name.rpartition(".")[0] or name
    local = ledger.moments.claim(dated.local, title, "attachment")
    utc = dated.utc + (local - dated.local)
    address = served_at(use.asset.url, files_url)
    meta = {"_wp_attached_file": f"{local:%Y/%m}/{name}", "_wp_attachment_image_alt": use.alt or ""}
    return (
        "\t<item>\n"
        + element("title", title)
        + element("link", use.asset.url)
        + element("pubDate", rfc822(utc))
        + f"\t\t<dc:creator>{cdata(login)}</dc:creator>\n"
        + f'\t\t<guid isPermaLink="false">{use.asset.url.replace("&", "&amp;").replace("<", "&lt;")}</guid>\n'
        + element("description", "")
        + f"\t\t<content:encoded>{cdata(use.credit or '')}</content:encoded>\n"
        + f"\t\t<excerpt:encoded>{cdata(use.caption or '')}</excerpt:encoded>\n"
        + post_fields(
            number, local, dated, slug=slug(f"{title}-{number}", fallback=f"file-{number}"), kind="attachment",
            status="inherit", parent=post_number, article=article,
        )
        + element("wp:attachment_url", address)
        + "".join(meta_element("postmeta", key, value) for key, value in meta.items() if value)
        + "\t</item>\n"
    )  # fmt: skip


def page_items(archive: Selection, ledger: Ledger, kinds: tuple[str, ...]) -> Iterator[str]:
    """Pages of the old site that are no articles, as pages of WordPress."""
    names = NameRegister()
    for page in other_pages(archive.archive, kinds) if kinds else ():
        ledger.last_number += 1
        moment = read_moment(page.published, zone=ledger.zone) or read_moment(page.captured_at)
        utc = moment.utc if moment else datetime(1970, 1, 1, tzinfo=UTC)
        local = ledger.moments.claim(utc.astimezone(ledger.zone).replace(tzinfo=None), page.title, "page")
        last = unquote(urlsplit(page.url).path.rstrip("/").rpartition("/")[2]).partition(".")[0]
        name = names.claim(slug(last or page.title, fallback="page"), key=page.url)
        body = rewrite_html(page.body_html, link=archive.resolve, asset=lambda _url: None)
        yield "".join((
            "\t<item>\n",
            element("title", page.title),
            element("link", page.url),
            element("pubDate", rfc822(utc)),
            f"\t\t<dc:creator>{cdata('')}</dc:creator>\n",
            f'\t\t<guid isPermaLink="false">{page.url.replace("&", "&amp;").replace("<", "&lt;")}</guid>\n',
            element("description", ""),
            f"\t\t<content:encoded>{cdata(post_content(body))}</content:encoded>\n",
            f"\t\t<excerpt:encoded>{cdata(page.description or '')}</excerpt:encoded>\n",
            element("wp:post_id", ledger.last_number),
            element("wp:post_date", sql_time(local)),
            element("wp:post_date_gmt", sql_time(utc)),
            element("wp:comment_status", "closed"),
            element("wp:ping_status", "closed"),
            f"\t\t<wp:post_name>{cdata(name)}</wp:post_name>\n",
            element("wp:status", "publish"),
            element("wp:post_parent", 0),
            element("wp:menu_order", 0),
            element("wp:post_type", "page"),
            element("wp:post_password", ""),
            element("wp:is_sticky", 0),
            meta_element("postmeta", "_oldface_source_url", page.url),
            "\t</item>\n",
        ))  # fmt: skip


def menu_items(archive: Selection, ledger: Ledger) -> Iterator[str]:
    """The entries of the old site's menus; the importer reads all eight of their metas, so all are written."""
    order = 0
    for menu in menus(archive):
        first = ledger.last_number + 1
        for item in menu.items:
            ledger.last_number += 1
            order += 1
            when = ledger.moments.claim(datetime(1970, 1, 2), item.label, "nav_menu_item")
            meta = {
                "_menu_item_type": "custom",
                "_menu_item_menu_item_parent": "0" if item.parent is None else str(first + item.parent),
                "_menu_item_object_id": str(ledger.last_number),
                "_menu_item_object": "custom",
                "_menu_item_target": "",
                "_menu_item_classes": 'a:1:{i:0;s:0:"";}',
                "_menu_item_xfn": "",
                "_menu_item_url": item.url,
            }
            nicename = attribute(slug(menu.name, fallback="menu"))
            yield "".join((
                "\t<item>\n",
                element("title", item.label),
                element("link", item.url),
                f"\t\t<dc:creator>{cdata('')}</dc:creator>\n",
                f"\t\t<content:encoded>{cdata('')}</content:encoded>\n",
                f"\t\t<excerpt:encoded>{cdata('')}</excerpt:encoded>\n",
                element("wp:post_id", ledger.last_number),
                element("wp:post_date", sql_time(when)),
                element("wp:post_date_gmt", sql_time(when)),
                element("wp:comment_status", "closed"),
                element("wp:ping_status", "closed"),
                f"\t\t<wp:post_name>{cdata(f'old-menu-{order}')}</wp:post_name>\n",
                element("wp:status", "publish"),
                element("wp:post_parent", 0),
                element("wp:menu_order", order),
                element("wp:post_type", "nav_menu_item"),
                element("wp:post_password", ""),
                element("wp:is_sticky", 0),
                f'\t\t<category domain="nav_menu" nicename={nicename}>{cdata(menu.name)}</category>\n',
                "".join(meta_element("postmeta", key, value) for key, value in meta.items()),
                "\t</item>\n",
            ))  # fmt: skip


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
            if use.asset.capture_id is not None and use.asset.kind != "embed" and not allowed_upload(use.asset.url):
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
