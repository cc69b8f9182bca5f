"""Articles in, the Movable Type import format out: for Movable Type, TypePad, Blogger tools, Hatena."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from archive.store import Article, ArticleComment
from exports.bodies import rewrite_html
from exports.bundle import Bundle
from exports.dates import read_moment
from exports.local_body import comment_html
from exports.losses import Field, Loss
from exports.posts import authors_of, captured_on, terms
from exports.selection import Selection
from exports.url_pattern import title_of

NAME = "movable-type"
ALIASES = ("mt",)
DESCRIPTION = "Movable Type import format: entries with categories, tags and comments in one text file"
LOSSES: Mapping[Field, str] = {
    Field.FURTHER_AUTHORS: "one author an entry",
    Field.ROLE: "left out",
    Field.ORGANISATION: "left out",
    Field.GUEST: "left out",
    Field.SUBTITLE: "left out",
    Field.KICKER: "left out",
    Field.MODIFIED: "left out",
    Field.DATE_PRECISION: "the first day, at midnight",
    Field.LANGUAGE: "left out",
    Field.COMMENT_PARENT: "Movable Type's format has no threads: answers stand as comments of their own",
    Field.COMMENT_SUBJECT: "the first line of the comment",
    Field.ASSETS: "stay at their old addresses: see 'oldface serve-assets'",
    Field.COMMENT_VOTES: "left out",
    Field.PROVENANCE: "left out",
}
SINGLE_FILE = "movable-type.txt"


def write(archive: Selection, folder: Bundle) -> None:
    """movable-type.txt, in order of date."""
    with folder.text(SINGLE_FILE) as out:
        for article in archive.articles():
            out.write("".join(entry(archive, article)))


def entry(archive: Selection, article: Article) -> Iterator[str]:
    """One entry: fields, sections between '-----', '--------' at its end."""
    authors = authors_of(article)
    categories = terms(article, "category", "section")
    yield field("AUTHOR", authors[0].name if authors else "")
    yield field("TITLE", title_of(article))
    yield field("BASENAME", archive.new_url(article).rstrip("/").rpartition("/")[2].replace("-", "_"))
    yield "STATUS: Publish\n"
    yield f"ALLOW COMMENTS: {1 if article.comment_status == 'open' else 0}\n"
    yield "CONVERT BREAKS: 0\n"
    yield "".join(
        field("PRIMARY CATEGORY" if first else "CATEGORY", name)
        for first, name in ((position == 0, name) for position, name in enumerate(categories))
    )
    yield field("DATE", mt_date(article.date_published or captured_on(article)))
    yield field("TAGS", ",".join(f'"{name}"' if re.search(r"[\s,]", name) else name for name in terms(article, "tag")))
    yield "-----\n"
    body = rewrite_html(article.body_html, link=archive.resolve, asset=lambda _url: None)
    yield section("BODY", body)
    yield section("EXCERPT", article.description or "")
    for comment in article.comments:
        yield comment_section(archive, article, comment)
    yield "--------\n"


def field(name: str, value: str) -> str:
    """A line; '' where there is no value."""
    value = re.sub(r"\s+", " ", value).strip()
    return f"{name}: {value}\n" if value else ""


def section(name: str, text: str) -> str:
    """A section of lines; a line of dashes in it would end it, so it gets a space that shows nowhere."""
    if not text.strip():
        return ""
    return f"{name}:\n{guarded(text)}\n-----\n"


def guarded(text: str) -> str:
    """Text in which no line is taken for a separator, nor for the name of a field in a comment."""
    return re.sub(r"(?m)^(-{5}(?:-{3})?)[ \t]*$", r" \1", text.replace("\r\n", "\n").strip("\n"))


def comment_section(archive: Selection, article: Article, comment: ArticleComment) -> str:
    """One comment: fields, then its text."""
    fields = (
        field("AUTHOR", comment.author_name or "Anonymous")
        + field("URL", comment.author_url or "")
        + field("DATE", mt_date(comment.date_created or article.date_published or captured_on(article)))
    )
    subject = f"<strong>{comment.subject}</strong>\n" if comment.subject else ""
    text = guarded(subject + comment_html(archive, comment))
    # a first line such as 'URL: x' would be read as a field
    text = re.sub(r"\A([A-Z]+:)", r" \1", text)
    return f"COMMENT:\n{fields}{text}\n-----\n"


def mt_date(date: str) -> str:
    """MM/DD/YYYY hh:mm:ss AM

    >>> mt_date("2013-07-25T13:05:00"), mt_date("2013")
    ('07/25/2013 01:05:00 PM', '01/01/2013 12:00:00 AM')
    """
    moment = read_moment(date)
    local = moment.local if moment else datetime(1970, 1, 1)
    half = "AM" if local.hour < 12 else "PM"
    return f"{local.month:02}/{local.day:02}/{local.year:04} {local.hour % 12 or 12:02}:{local:%M:%S} {half}"


def preflight(archive: Selection, **_options: object) -> Iterator[Loss]:
    """Undated entries and comments, and lines that had to be marked."""
    for article in archive.articles():
        if not article.date_published:
            yield Loss("changed", "article.date_published", article.url, "undated: gets the day of its capture")
        for comment in article.comments:
            if not comment.date_created:
                yield Loss("changed", "comment.date", article.url, "an undated comment: gets the date of the entry")
        if re.search(r"(?m)^-{5}(?:-{3})?[ \t]*$", article.body_html):
            yield Loss("changed", "article.body", article.url, "a line of dashes gets a space before it")
