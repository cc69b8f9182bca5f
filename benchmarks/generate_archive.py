"""Numbers in, a made-up blog as WARC files out: pages of about 60 KB with menus, bylines, comments, images.

    python benchmarks/generate_archive.py --pages 3000 --to /tmp/generated             WARC files, to be ingested
    python benchmarks/generate_archive.py --pages 1000000 --small --to /tmp/generated  pages of 2 to 4 KB, 100 sites
    python benchmarks/generate_archive.py --pages 100000 --to /tmp/generated --rows    an archive.db at once

The same numbers give the same bytes. Prose is drawn from a vocabulary by rank, so that word frequencies, and with
them the size of a search index, are like those of real text. The menu is the site's, as on a real one: the same words
on every page, in its header and footer, with the entry marked that the page belongs to. With `--own-menus` each page
has menu words of its own, which no site does: nothing that was learnt from one page then helps with the next.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.capture_rows import timestamp14_of
from archive.finish import finish
from archive.keys import row_id
from archive.model import Body, Byline, Comment, Contributor, DateFact, PageKind, Tag, Title
from archive.near_duplicates import signature
from archive.parse_archive import ParsingOptions
from archive.parse_rows import Payload
from archive.parsed_json import StoredPage, to_json
from archive.parser_version import parser_version
from archive.store.writing import ArchiveWriter

SITE = "http://blog.example.com"
FIRST_NAMES = "Anne Dan Maria José Ingrid Paul Wei Aisha Tomás Ruth Ivan Noor Léa Björn Kofi Yuki Omar Sara".split()
SYLLABLES = "an ber co dor el far go hal in jo kan lor mi nen op pra qui ros sen tar ul ver wil xen yor zan".split()
TAGS = "cloud security analytics retail banking health energy mobile social research events partners".split()


class Prose:
    """Words by rank (Zipf), sentences and paragraphs of them."""

    def __init__(self, seed: int, vocabulary: int = 20000) -> None:
        self.random = random.Random(seed)  # noqa: S311 - made-up prose
        made = random.Random(7)  # noqa: S311
        self.words = [
            "".join(made.choices(SYLLABLES, k=1 + n % 3)) + ("" if n < 26 else str(n % 7) * (n % 11 == 0))
            for n in range(vocabulary)
        ]

    def word(self) -> str:
        return self.words[int(len(self.words) ** self.random.random()) - 1]

    def sentence(self) -> str:
        words = [self.word() for _ in range(self.random.randint(6, 22))]
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(3, 7)))


def person(number: int) -> str:
    surname = "".join(SYLLABLES[(number * k + k) % len(SYLLABLES)] for k in (3, 7)).capitalize()
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {surname}"


def article_url(number: int) -> str:
    day = date(2008, 1, 1) + timedelta(days=number % 3000)
    return f"{SITE}/{day:%Y/%m}/article-{number}"


_SECTIONS = 30
_MENU_SEED = 11


def menu_entries(prose: Prose) -> tuple[tuple[str, str], ...]:
    """(title, words) of each entry of a menu."""
    return tuple((prose.word(), f"{prose.word()} {prose.word()}") for _ in range(_SECTIONS))


@cache
def site_menu() -> tuple[tuple[str, str], ...]:
    """The entries of the menu that all pages of the site have."""
    return menu_entries(Prose(_MENU_SEED))


def menu_html(entries: Sequence[tuple[str, str]], *, section: int | None = None) -> str:
    """The menu as Drupal writes it; the entry of `section` is marked as the one that the page belongs to."""
    return "".join(
        f'<li class="leaf active-trail"><a href="/section/{n}" title="{title}" class="active-trail">{words}</a></li>'
        if n == section
        else f'<li class="leaf"><a href="/section/{n}" title="{title}">{words}</a></li>'
        for n, (title, words) in enumerate(entries)
    )


def article_html(number: int, prose: Prose, *, count: int, size: int, has_own_menu: bool = False) -> str:
    """A page as a Drupal site of the time served it, filled up to about `size` bytes."""
    day = date(2008, 1, 1) + timedelta(days=number % 3000)
    author = person(number % 97)
    title = f"{prose.sentence()[:-1]} {number}"
    tags = sorted({TAGS[(number * k) % len(TAGS)] for k in (1, 5)})
    menu = menu_html(menu_entries(prose)) if has_own_menu else menu_html(site_menu(), section=number % _SECTIONS)
    related = "".join(
        f'<li><a href="{article_url((number * 31 + n * 17) % count)}">{prose.sentence()}</a></li>' for n in range(12)
    )
    comments = "".join(
        f'<div class="comment" id="comment-{n}"><h3><a href="#comment-{n}">{prose.sentence()}</a></h3>'
        f'<div class="submitted">Submitted by <span class="username">{person(number * 3 + n)}</span> on '
        f"{day:%m/%d/%Y} - 10:{n:02d}.</div>"
        f'<div class="content"><p>{prose.paragraph()}</p></div></div>'
        for n in range(number % 5)
    )
    body = "".join(f"<p>{prose.paragraph()}</p>\n" for _ in range(8))
    following, other = article_url((number + 1) % count), f"http://other.example.org/{number}"
    linked = f'<p>See <a href="{following}">{prose.sentence()}</a> and <a href="{other}">elsewhere</a>.</p>'
    image = f'<img src="/files/image-{number % 50}.gif" alt="{prose.word()}">'
    head = f"""<!DOCTYPE html><html lang="en"><head><title>{title} | The Example Blog</title>
<meta charset="utf-8"><link rel="canonical" href="{article_url(number)}">
<meta name="generator" content="Drupal 7 (http://drupal.org)">
<style>{"".join(f".c{n}{{margin:{n}px;padding:{n % 9}px}}" for n in range(300))}</style></head>
<body class="html not-front page-node node-type-blog"><div id="page"><div id="header"><ul class="menu">{menu}</ul></div>
<div id="main"><div id="content"><h1 class="title" id="page-title">{title}</h1>
<div class="node node-blog"><div class="submitted">Submitted by <span class="username">{author}</span>
on {day:%a, %m/%d/%Y} - 09:30</div><div class="content"><div class="field-name-body">{image}{body}{linked}</div>
<div class="field-name-field-tags">{"".join(f'<a href="/tags/{t}" rel="tag">{t}</a>' for t in tags)}</div></div></div>
<div id="comments"><h2>Comments</h2>{comments}</div></div>
<div class="sidebar"><h2>Related</h2><ul>{related}</ul></div></div>
<div id="footer"><ul class="menu">{menu}</ul></div></div>"""
    script = "".join(f"var a{n}={{k:[{n},{n * 7},{n * 13}]}};\n" for n in range(2000))
    room = max(0, size - len(head.encode()) - 40)
    return f"{head}<script>{script[:room].rpartition(';')[0]};</script></body></html>"


_PAGES_OF_A_SITE = 10_000


def small_url(number: int) -> str:
    day = date(2008, 1, 1) + timedelta(days=number % 3000)
    return f"http://blog-{number // _PAGES_OF_A_SITE:03d}.example.com/{day:%Y/%m}/article-{number}"


def small_html(number: int, prose: Prose, *, count: int) -> str:
    """A page of 2 to 4 KB: a menu, an article with byline and tag, a comment on every third."""
    day = date(2008, 1, 1) + timedelta(days=number % 3000)
    title = f"{prose.sentence()[:-1]} {number}"
    first = number // _PAGES_OF_A_SITE * _PAGES_OF_A_SITE
    other = small_url(first + (number * 31 + 7) % min(_PAGES_OF_A_SITE, count - first))
    menu = "".join(f'<li><a href="/{tag}">{tag.capitalize()}</a></li>' for tag in TAGS[:6])
    body = "".join(f"<p>{prose.paragraph()}</p>\n" for _ in range(2 + number % 2))
    comment = (
        f'<div id="comments"><h2>Comments</h2><div class="comment" id="comment-1"><div class="submitted">Submitted by '
        f'<span class="username">{person(number * 3)}</span> on {day:%m/%d/%Y} - 10:01.</div>'
        f'<div class="content"><p>{prose.sentence()}</p></div></div></div>'
        if number % 3 == 0
        else ""
    )
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title} | The Example Blog</title><meta charset="utf-8">
<link rel="canonical" href="{small_url(number)}"></head><body><div id="header"><ul class="menu">{menu}</ul></div>
<div id="content"><h1 class="title">{title}</h1><div class="submitted">Submitted by
<span class="username">{person(number % 97)}</span> on {day:%a, %m/%d/%Y} - 09:30</div>
<div class="content">{body}<p>See <a href="{other}">{prose.word()} {prose.word()}</a>.</p></div>
<div class="tags"><a href="/tags/{TAGS[number % 12]}" rel="tag">{TAGS[number % 12]}</a></div>{comment}</div>
<div id="footer">All rights reserved by the Example Company, of Example Street.</div></body></html>"""


IMAGE = bytes.fromhex("47494638396102000100800000ff0000ffffff21f90400000000002c000000000200010000020204540a003b")


def exchanges(
    pages: int, *, size: int, is_small: bool = False, has_own_menus: bool = False
) -> Iterator[tuple[str, str, bytes]]:
    """(address, media type, body) of every page, and of the images that they use."""
    prose = Prose(pages)
    if is_small:
        for number in range(pages):
            yield small_url(number), "text/html; charset=utf-8", small_html(number, prose, count=pages).encode()
        return
    for number in range(min(50, pages)):
        yield f"{SITE}/files/image-{number}.gif", "image/gif", IMAGE
    for number in range(pages):
        yield (
            article_url(number),
            "text/html; charset=utf-8",
            article_html(number, prose, count=pages, size=size, has_own_menu=has_own_menus).encode(),
        )


def write_warcs(
    folder: Path,
    *,
    pages: int,
    size: int = 60000,
    per_file: int = 5000,
    is_small: bool = False,
    has_own_menus: bool = False,
) -> list[Path]:
    """WARC files of the made-up blog, gzip per record; the paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    writer: WARCWriter | None = None
    out = None
    for number, (url, mime, body) in enumerate(
        exchanges(pages, size=size, is_small=is_small, has_own_menus=has_own_menus)
    ):
        if number % per_file == 0:
            if out is not None:
                out.close()
            paths.append(folder / f"generated-{len(paths):05d}.warc.gz")
            out = paths[-1].open("wb")
            writer = WARCWriter(out, gzip=True)
            writer.write_record(
                writer.create_warcinfo_record(paths[-1].name, {"software": "generate_archive", "isPartOf": "generated"})
            )
        assert writer is not None
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", mime), ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
        )
        hours = number // 3600
        moment = f"{hours % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}"
        record = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            http_headers=headers,
            warc_headers_dict={
                "WARC-Date": f"{date(2016, 5, 1) + timedelta(days=hours // 24)}T{moment}Z",
                "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
            },
        )
        writer.write_record(record)
    if out is not None:
        out.close()
    return paths


def stored_article(number: int, prose: Prose) -> StoredPage:
    """An article as the parsers would have stored it: about 350 words, tags, and up to four comments."""
    day = (date(2008, 1, 1) + timedelta(days=number % 3000)).isoformat()
    text = "\n\n".join(prose.paragraph() for _ in range(5))
    html = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    author = person(number % 97)
    fact = DateFact(day, "day", day, "visible")
    comments = tuple(
        Comment(n, prose.paragraph(), author=person(number * 3 + n), anchor=f"comment-{n}", posted_at=fact)
        for n in range(number % 5)
    )
    return StoredPage(
        article_url(number), None, PageKind.ARTICLE, "en", None, Title(f"{prose.sentence()[:-1]} {number}", "visible"),
        (Byline(f"By {author}", (Contributor(author),), "visible"),), fact, None,
        tuple(Tag(TAGS[(number * k) % len(TAGS)]) for k in (1, 5)), Body(text, html, len(text.split())), comments,
        None, None, None, (), (), (), None, {},
    )  # fmt: skip


def write_rows(folder: Path, *, pages: int) -> None:
    """An archive of that many articles, written by the archive's own writer, without WARC files or parsing."""
    prose = Prose(pages)
    with ArchiveWriter(folder) as writer:
        with writer.transaction():
            crawl = row_id("crawl", "generated")
            file = row_id("warc_file", "generated.warc.gz")
            writer.insert("crawls", [(crawl, "generated", "generated.warc.gz", *[None] * 9)])
            writer.insert("warc_files", [(file, "generated.warc.gz", 0, "", "1.1", "gzip", pages, 0, None, crawl)])
        for start in range(0, pages, 1000):
            tables: dict[str, list[tuple[object, ...]]] = {}
            for number in range(start, min(pages, start + 1000)):
                for table, rows in article_tables(number, prose, pages, crawl, file).items():
                    tables.setdefault(table, []).extend(rows)
            with writer.transaction():
                writer.insert_all(tables)
        finish(writer, parsing=ParsingOptions(use_site_evidence=False, is_provisional=True))


def article_tables(number: int, prose: Prose, count: int, crawl: int, file: int) -> dict[str, list[tuple[object, ...]]]:
    """All rows of one article, by table."""
    url = article_url(number)
    page = stored_article(number, prose)
    page_id, capture_id = row_id("page", url), row_id("capture", url)
    payload = Payload(url, f"{number:064x}", None, capture_id)
    when = f"2016-05-01T{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"
    capture = (
        capture_id, file, crawl, page_id, f"urn:generated:{number}", "response", url, page_id, url, when,
        timestamp14_of(when), 200, "text/html", "text/html", f"sha1:{number}", 60000, None, payload.sha256, 60000, None,
        None, number * 20000, 20000, 0, *[None] * 9,
    )  # fmt: skip
    title, body = page.title, page.body
    assert title is not None
    assert body is not None
    digest = f"{number:x}"
    parse = (
        payload.parse_id, page_id, payload.sha256, None, capture_id, parser_version(), "", digest, "article",
        title.text, page.published and page.published.value, None, "generated", None, "en", None, "[]", 0, 40, 1,
        body.word_count, signature(body.text), digest, to_json(page),
    )  # fmt: skip
    targets = [article_url((number * 31 + n) % count) for n in range(6)]
    links = [
        (payload.parse_id, n, to, row_id("page", to), "/", "words", None, "body" if n < 2 else "navigation", 1)
        for n, to in enumerate(targets)
    ]
    version = (capture_id, page_id, payload.parse_id, when, 0)
    return {"captures": [capture], "parses": [parse], "links": links, "versions": [version]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--size", type=int, default=60000, help="bytes of a page")
    parser.add_argument("--small", action="store_true", help="pages of 2 to 4 KB, 10,000 of each of many sites")
    parser.add_argument("--own-menus", action="store_true", help="other menu words on every page")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--rows", action="store_true", help="an archive.db at once, without WARC files")
    options = parser.parse_args()
    if options.rows:
        write_rows(options.to, pages=options.pages)
        return
    per_file = 50_000 if options.small else 5000
    for path in write_warcs(
        options.to,
        pages=options.pages,
        size=options.size,
        per_file=per_file,
        is_small=options.small,
        has_own_menus=options.own_menus,
    ):
        print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
