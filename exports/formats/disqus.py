"""Articles in, the comments alone as Disqus's WXR out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from archive.store import Article
from exports.bundle import Bundle
from exports.dates import read_moment, sql_time
from exports.formats import Option
from exports.local_body import comment_html
from exports.losses import Field, Loss
from exports.selection import Selection
from exports.url_pattern import title_of
from exports.wordpress import CommentNumbers, Moments, comment_content
from exports.xml_text import cdata, element

NAME = "disqus"
DESCRIPTION = "Comments alone, as WXR for Disqus and for what imports its files (Isso, Remark42, Commento)"
LOSSES: Mapping[Field, str] = {
    Field.BODY_HTML: "Disqus takes comments alone",
    Field.TAGS: "left out",
    Field.AUTHORS: "left out",
    Field.ASSETS: "left out",
    Field.COMMENT_SUBJECT: "in bold above the comment",
    Field.COMMENT_DATE_PRECISION: "midnight",
    Field.COMMENT_KIND: "pingbacks and trackbacks become comments",
    Field.COMMENT_VOTES: "left out",
    Field.COMMENT_AUTHOR_SOURCE: "left out",
    Field.COMMENT_BY_AUTHOR: "left out",
}
OPTIONS = (Option("identifier", "What names a thread: id, url (the old address) or path (the new one).", "id"),)
SINGLE_FILE = "disqus.xml"

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dsq="http://www.disqus.com/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.0/">
<channel>
"""
SHORTEST, LONGEST = 3, 25_000
"""Characters a comment may have."""


def write(archive: Selection, folder: Bundle, *, identifier: str = "id") -> None:
    """disqus.xml: an item for each article with comments."""
    numbers = CommentNumbers()
    with folder.text(SINGLE_FILE) as out:
        out.write(HEAD)
        for article in archive.articles():
            if article.comments:
                out.write("".join(item(archive, article, numbers, identifier)))
        out.write("</channel>\n</rss>\n")


def item(archive: Selection, article: Article, numbers: CommentNumbers, identifier: str) -> Iterator[str]:
    """One thread with its comments."""
    new_url = archive.new_url(article)
    names = {"url": article.url, "path": new_url}
    posted = utc_of(article.date_published) or utc_of(article.capture.warc_date) or datetime(1970, 1, 1, tzinfo=UTC)
    # Disqus wants a full address: without the new site's origin it is the old one's
    link = new_url if new_url.startswith("http") else article.url
    yield "<item>\n"
    yield element("title", title_of(article), indent="  ")
    yield element("link", link, indent="  ")
    yield f"  <content:encoded>{cdata('')}</content:encoded>\n"
    yield element("dsq:thread_identifier", names.get(identifier, str(article.id)), indent="  ")
    yield element("wp:post_date_gmt", sql_time(posted), indent="  ")
    yield element("wp:comment_status", "open" if article.comment_status == "open" else "closed", indent="  ")
    moments = Moments()
    for comment, number, parent in numbers.number(article.comments):
        when = moments.claim(utc_of(comment.date_created) or posted, comment.author_name or "")
        yield "  <wp:comment>\n"
        yield element("wp:comment_id", number, indent="    ")
        yield element("wp:comment_author", comment.author_name or "Anonymous", indent="    ")
        yield element("wp:comment_author_email", "", indent="    ")
        yield element("wp:comment_author_url", comment.author_url, indent="    ")
        yield element("wp:comment_author_IP", "", indent="    ")
        yield element("wp:comment_date_gmt", sql_time(when), indent="    ")
        content = comment_content(comment.subject, comment_html(archive, comment))
        yield f"    <wp:comment_content>{cdata(content[:LONGEST])}</wp:comment_content>\n"
        yield element("wp:comment_approved", "0" if comment.status == "pending" else "1", indent="    ")
        yield element("wp:comment_parent", parent, indent="    ")
        yield "  </wp:comment>\n"
    yield "</item>\n"


def utc_of(date: str | None) -> datetime | None:
    """A date in UTC; None where there is none."""
    moment = read_moment(date)
    return moment.utc if moment else None


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Comments too short or too long for Disqus, and those without a date or name."""
    for article in archive.articles():
        for comment in article.comments:
            length = len(comment_content(comment.subject, comment_html(archive, comment)))
            if length < SHORTEST:
                yield Loss(
                    "dropped", "comment.text", article.url, f"a comment of {length} characters: Disqus wants {SHORTEST}"
                )
            if length > LONGEST:
                yield Loss(
                    "truncated", "comment.text", article.url, f"a comment of {length} characters: cut at {LONGEST}"
                )
            if comment.date_created is None:
                yield Loss("changed", "comment.date", article.url, "an undated comment: gets the date of the post")
            if not comment.author_name:
                yield Loss("changed", "comment.author", article.url, "a comment without name: becomes Anonymous")
