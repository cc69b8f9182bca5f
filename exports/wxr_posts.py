"""An article in, the items of a WXR file out: the post with its comments, and an attachment a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from archive.store import Article, ArticleAsset, ArticleComment
from exports.asset_server import served_path
from exports.bodies import Rewrite, rewrite_html
from exports.dates import read_moment, rfc822, sql_time
from exports.local_body import comment_html
from exports.names import file_name_of_url, slug
from exports.posts import authors_of, byline_fields
from exports.selection import Selection
from exports.url_pattern import title_of
from exports.wordpress import (
    CommentNumbers,
    Moments,
    PostDate,
    comment_content,
    post_content,
    post_date,
)
from exports.xml_text import attribute, cdata, element


@dataclass(slots=True)
class Ledger:
    """What one pass over the articles has given out so far: numbers, moments, logins."""

    zone: ZoneInfo
    moments: Moments = field(default_factory=Moments)
    comments: CommentNumbers = field(default_factory=CommentNumbers)
    attachments: dict[int, int] = field(default_factory=dict)
    """Number of each attachment by id of its asset."""
    last_number: int = 0


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
    """The address of a file at `files_url`, see served_path; the old address where there is none."""
    return f"{files_url.rstrip('/')}{served_path(url)}" if files_url else url


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
    """The wp: elements of a post or of a file of its own."""
    return item_fields(
        number, local, dated.utc + (local - dated.local), slug=slug, kind=kind, status=status, parent=parent,
        comment_status="open" if article.comment_status == "open" else "closed",
    )  # fmt: skip


def item_fields(
    number: int, local: datetime, utc: datetime, *, slug: str, kind: str, status: str = "publish", parent: int = 0,
    order: int = 0, comment_status: str = "closed",
) -> str:  # fmt: skip
    """The wp: elements that every item has."""
    return (
        element("wp:post_id", number)
        + element("wp:post_date", sql_time(local))
        + element("wp:post_date_gmt", sql_time(utc))
        + element("wp:comment_status", comment_status)
        + element("wp:ping_status", "closed")
        + f"\t\t<wp:post_name>{cdata(slug)}</wp:post_name>\n"
        + element("wp:status", status)
        + element("wp:post_parent", parent)
        + element("wp:menu_order", order)
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
