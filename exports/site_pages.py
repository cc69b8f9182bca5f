"""Values in, the pages of the self-contained site out, as text; every link in them is relative."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from archive.store import Article, ArticleByline, ArticleComment, CaptureRecord, Person
from exports.url_pattern import title_of

__all__ = ["Entry", "article_page", "esc", "list_page", "page"]


POLICY = (
    "default-src 'none'; img-src 'self' file: data:; media-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
    "script-src 'self' file:; frame-src https:"
)
"""No file is fetched from the old site, which is gone, and no script runs but the search."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list."""

    title: str
    path: str
    """From the root of the site."""
    note: str


def esc(text: str | None) -> str:
    """Text for HTML, attributes included."""
    return html.escape(text or "")


def page(title: str, content: str, *, depth: int, site: str, language: str = "en", direction: str = "") -> str:
    """A whole page; `depth` is how many folders below the root it lies."""
    up = "../" * depth
    turned = f' dir="{esc(direction)}"' if direction in ("rtl", "ltr") else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{esc(language)}"{turned}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<title>{esc(title)}</title>\n<link rel="stylesheet" href="{up}style.css">\n</head>\n<body>\n'
        f'<nav class="top"><strong><a href="{up}index.html">{esc(site)}</a></strong>'
        f'<a href="{up}people.html">People</a><a href="{up}tags.html">Tags</a></nav>\n'
        f"<main>\n{content}\n</main>\n"
        '<footer class="bottom">A copy of the old site, made from its web archive.</footer>\n</body>\n</html>\n'
    )


def list_page(title: str, entries: Iterable[Entry], *, depth: int, site: str, intro: str = "") -> str:
    """A page that is a list."""
    up = "../" * depth
    items = "\n".join(
        f'<li><a href="{up}{esc(entry.path)}">{esc(entry.title)}</a><small>{esc(entry.note)}</small></li>'
        for entry in entries
    )
    return page(title, f'<h1>{esc(title)}</h1>\n{intro}\n<ul class="list">\n{items}\n</ul>', depth=depth, site=site)


def article_page(
    article: Article,
    *,
    depth: int,
    site: str,
    body: str,
    lead: str,
    downloads: Iterable[tuple[str, str]],
    person_paths: dict[int, str],
    tag_paths: dict[int, str],
    comments: Iterable[tuple[ArticleComment, str]],
) -> str:
    """The page of one article; `lead` is HTML, `downloads` are (label, link)."""
    up = "../" * depth
    bylines = "".join(
        f"<li>{byline_html(one, up + person_paths.get(one.person_id, ''))}</li>" for one in article.bylines
    )
    date = article.date_published_raw or article.date_published
    stamp = f'<li><time datetime="{esc(article.date_published)}">{esc(date)}</time></li>' if date else ""
    tags = "".join(
        f'<li><a href="{up}{esc(tag_paths[tag.id])}">{esc(tag.name)}</a></li>'
        for tag in article.tags
        if tag.id in tag_paths
    )
    files = "".join(f'<li><a href="{esc(link)}">{esc(label)}</a></li>' for label, link in downloads)
    parts = [
        "<article>",
        f'<p class="kicker">{esc(article.kicker)}</p>' if article.kicker else "",
        f"<h1>{esc(title_of(article))}</h1>",
        f'<p class="subtitle">{esc(article.alternative_headline)}</p>' if article.alternative_headline else "",
        f'<ul class="meta">{bylines}{stamp}</ul>' if bylines or stamp else "",
        lead,
        f'<div class="body">{body}</div>',
        f'<h2>Documents</h2><ul class="list">{files}</ul>' if files else "",
        f'<ul class="tags">{tags}</ul>' if tags else "",
        "</article>",
        comments_html(article, comments),
        facts_html(article, article.capture),
    ]
    content = "\n".join(part for part in parts if part)
    return page(
        title_of(article), content, depth=depth, site=site, language=article.in_language or "en",
        direction=article.direction or "",
    )  # fmt: skip


def byline_html(byline: ArticleByline, path: str) -> str:
    """A contributor with role, organisation and relation."""
    name = f'<a href="{esc(path)}">{esc(byline.name)}</a>' if path.endswith(".html") else esc(byline.name)
    words = [name, esc(byline.role), esc(byline.organisation)]
    words += [esc(byline.relation)] if byline.relation != "author" else []
    words += ["guest author"] if byline.is_guest else []
    return ", ".join(word for word in words if word)


def comments_html(article: Article, comments: Iterable[tuple[ArticleComment, str]]) -> str:
    """The thread, and what the page said of it."""
    shown = "\n".join(comment_html(comment, text) for comment, text in comments)
    notice = f'<p class="notice">{esc(article.comment_notice)}</p>' if article.comment_notice else ""
    if not shown and not notice:
        return ""
    count = len(article.comments)
    heading = f"{count} comment{'' if count == 1 else 's'}" if count else "Comments"
    return f'<section id="comments">\n<h2>{heading}</h2>\n{shown}\n{notice}</section>'


def comment_html(comment: ArticleComment, text: str) -> str:
    """One comment, moved in by its depth."""
    name = esc(comment.author_name) or "Anonymous"
    date = comment.date_created_raw or comment.date_created
    kind = f" ({esc(comment.kind)})" if comment.kind != "comment" else ""
    moment = f' datetime="{esc(comment.date_created)}"' if comment.date_created else ""
    stamp = f" · <time{moment}>{esc(date)}</time>" if date else ""
    subject = f"<h3>{esc(comment.subject)}</h3>" if comment.subject else ""
    return (
        f'<div class="comment" id="c{comment.id}" style="--depth:{comment.depth}">'
        f'<header><b>{name}</b>{kind}{stamp}</header>{subject}<div class="text">{text}</div></div>'
    )


def facts_html(article: Article, capture: CaptureRecord) -> str:
    """Where the page comes from, folded away."""
    others = "".join(f"<dd>{esc(known.url)} ({esc(known.relation)})</dd>" for known in article.addresses[:50])
    return (
        '<details class="facts"><summary>Where this comes from</summary><dl>'
        f"<dt>Address on the old site</dt><dd>{esc(article.url)}</dd>"
        f"<dt>Recorded</dt><dd>{esc(capture.warc_date)}</dd>"
        f"<dt>Record</dt><dd>{esc(capture.filename)}, byte {capture.offset_bytes}, {esc(capture.record_id)}</dd>"
        f"<dt>Known as</dt>{others}</dl></details>"
    )


def person_intro(person: Person) -> str:
    """What is known of a person."""
    facts = ", ".join(word for word in (person.job_title, person.organisation) if word)
    bio = f"<p>{esc(person.bio)}</p>" if person.bio else ""
    return (f'<p class="subtitle">{esc(facts)}</p>' if facts else "") + bio
