"""Articles in, a static site out that needs no server, no tool and no network: open index.html."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from urllib.parse import quote, unquote, urlsplit

from archive.store import Article
from exports.bundle import Bundle
from exports.local_body import comment_html, local_html
from exports.losses import Field
from exports.names import NameRegister, slug
from exports.posts import copy_assets, lead_image, write_layouts
from exports.selection import LocalAsset, Selection, local_assets
from exports.site_pages import Entry, article_page, esc, list_page, page, person_intro
from exports.url_pattern import title_of

NAME = "site"
DESCRIPTION = "Self-contained static site for people without any tools: articles, people, tags, search by title"
PATTERN = "/articles/{slug}/"
LOSSES: Mapping[Field, str] = {
    Field.DESCRIPTION: "not shown",
    Field.MODIFIED: "not shown",
    Field.SECTION: "not shown",
    Field.COMMENT_VOTES: "not shown",
    Field.COMMENT_PERMALINK: "not shown",
}


def write(archive: Selection, folder: Bundle) -> None:
    """index.html, a page a year, article, person and tag; style.css, search.js."""
    site = ", ".join(archive.sites) or "Archive"
    people = person_files(archive)
    tags = tag_files(archive)
    selected: set[int] = set()
    years: dict[str, int] = {}
    with folder.text("search-data.js") as search:
        search.write("window.oldfaceArticles = [\n")
        for year, articles in groupby(archive.articles(), key=year_of):
            entries = []
            for article in articles:
                selected.add(article.id)
                write_article(archive, folder, article, site, people, tags)
                entries.append(entry_of(archive, article))
                search.write(search_row(article, entries[-1]))
            folder.write_text(f"{year.lower()}.html", list_page(year, entries, depth=0, site=site))
            years[year] = len(entries)
        search.write("];\n")
    write_people(archive, folder, people, selected, site)
    write_tags(archive, folder, tags, selected, site)
    folder.write_text("index.html", home(site, years))
    write_layouts(folder, "site", {"style.css": "style.css", "search.js": "search.js"})


def year_of(article: Article) -> str:
    """The year an article is listed under."""
    return (article.date_published or "")[:4] or "Undated"


def search_row(article: Article, entry: Entry) -> str:
    """The article as a line of search-data.js: '<' cannot begin a tag in it, nor U+2028 end a line."""
    names = ", ".join(byline.name for byline in article.bylines)
    row = [entry.title, names, (article.date_published or "")[:10], quote(entry.path)]
    return json.dumps(row).replace("<", "\\u003c") + ",\n"


def file_of(archive: Selection, article: Article) -> str:
    """The article's file, from the root of the site."""
    return unquote(urlsplit(archive.new_url(article)).path).strip("/") + "/index.html"


def entry_of(archive: Selection, article: Article) -> Entry:
    """The article as a line of a list."""
    names = ", ".join(byline.name for byline in article.bylines)
    note = " · ".join(word for word in (article.date_published_raw or article.date_published, names) if word)
    comments = len(article.comments)
    note += f" · {comments} comments" if comments > 1 else " · 1 comment" if comments else ""
    return Entry(title_of(article), file_of(archive, article), note.strip(" ·"))


def write_article(
    archive: Selection, folder: Bundle, article: Article, site: str, people: dict[int, str], tags: dict[int, str]
) -> None:
    """One article with its files beside it."""
    path = file_of(archive, article)
    depth = path.count("/")
    assets = local_assets(article)
    body = relative_links(archive, article, assets, depth)
    lead = lead_image(article, assets)
    downloads = [
        (local.use.caption or local.use.alt or local.name, quote(local.name))
        for local in assets.values()
        if local.use.asset.kind == "document" and quote(local.name) not in body
    ]
    content = article_page(
        article, depth=depth, site=site, body=body, lead=lead_html(lead) if lead and lead.name not in body else "",
        downloads=downloads, person_paths=people, tag_paths=tags,
        comments=((comment, comment_html(archive, comment)) for comment in article.comments),
    )  # fmt: skip
    folder.write_text(path, content)
    copy_assets(archive, folder, assets, path.removesuffix("index.html"))


def relative_links(archive: Selection, article: Article, assets: Mapping[str, LocalAsset], depth: int) -> str:
    """The body with links to other articles as relative file names."""
    resolve = archive.resolve

    class Relative:
        """The selection's resolver, for a page this deep."""

        def resolve(self, url: str) -> str | None:
            found = resolve(url)
            if found is None:
                return None
            parts = urlsplit(found)
            if parts.netloc and not (archive.rules.base_url and found.startswith(archive.rules.base_url)):
                return found
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            return f"{'../' * depth}{parts.path.strip('/')}/index.html{fragment}"

    return local_html(Relative(), article, assets)  # type: ignore[arg-type]  # local_html asks for resolve() alone


def lead_html(lead: LocalAsset) -> str:
    """The lead image above the body."""
    caption = f"<figcaption>{esc(lead.use.caption)}</figcaption>" if lead.use.caption else ""
    return f'<figure class="lead"><img src="{quote(lead.name)}" alt="{esc(lead.use.alt)}">{caption}</figure>'


def person_files(archive: Selection) -> dict[int, str]:
    """The file of each person's page, by id."""
    register = NameRegister()
    return {
        number: f"people/{register.claim(slug(person.slug, fallback='person'), key=str(number))}.html"
        for number, person in archive.people.items()
    }


def tag_files(archive: Selection) -> dict[int, str]:
    """The file of each tag's page, by id."""
    register = NameRegister()
    return {
        tag.id: f"tags/{register.claim(slug(tag.slug or tag.name, fallback='tag'), key=str(tag.id))}.html"
        for tag in archive.tags
    }


def listed(archive: Selection, sql: str, number: int, selected: set[int]) -> Iterator[Entry]:
    """The selected articles that an SQL condition on a number finds, in order of date."""
    for (article_id,) in archive.archive.database.execute(sql, (number,)).fetchall():
        if article_id in selected:
            yield entry_of(archive, archive.archive.article_by_id(article_id))


BY_PERSON = """SELECT DISTINCT a.id FROM articles a JOIN bylines b ON b.article_id = a.id WHERE b.person_id = ?
ORDER BY a.date_published IS NULL, a.date_published, a.url"""
BY_TAG = """SELECT a.id FROM articles a JOIN article_tags x ON x.article_id = a.id WHERE x.tag_id = ?
ORDER BY a.date_published IS NULL, a.date_published, a.url"""


def write_people(archive: Selection, folder: Bundle, files: dict[int, str], selected: set[int], site: str) -> None:
    """A page a person, and the list of them."""
    entries = []
    for number, person in archive.people.items():
        articles = list(listed(archive, BY_PERSON, number, selected))
        content = list_page(person.name, articles, depth=1, site=site, intro=person_intro(person))
        folder.write_text(files[number], content)
        facts = ", ".join(word for word in (person.job_title, person.organisation) if word)
        entries.append(
            Entry(person.name, files[number], " · ".join(filter(None, [facts, f"{len(articles)} articles"])))
        )
    folder.write_text("people.html", list_page("People", entries, depth=0, site=site))


def write_tags(archive: Selection, folder: Bundle, files: dict[int, str], selected: set[int], site: str) -> None:
    """A page a tag, and the list of them."""
    entries = []
    for tag in archive.tags:
        articles = list(listed(archive, BY_TAG, tag.id, selected))
        folder.write_text(files[tag.id], list_page(tag.name, articles, depth=1, site=site))
        entries.append(Entry(tag.name, files[tag.id], f"{tag.taxonomy} · {len(articles)} articles"))
    folder.write_text("tags.html", list_page("Tags", entries, depth=0, site=site))


def home(site: str, years: Mapping[str, int]) -> str:
    """The first page: search, and the years."""
    links = "".join(
        f'<li><a href="{year.lower()}.html">{esc(year)} <small>({count})</small></a></li>'
        for year, count in years.items()
    )
    total = sum(years.values())
    return page(
        site,
        f"<h1>{esc(site)}</h1>\n<p>{total} article{'' if total == 1 else 's'} of the old site.</p>\n"
        '<div class="search" hidden><input id="search" type="search" aria-label="Search titles, authors and dates" '
        'placeholder="Search titles, authors and dates"><ul class="list" id="found"></ul></div>\n'
        f'<h2>By year</h2>\n<ul class="years">{links}</ul>\n'
        '<script src="search-data.js"></script>\n<script src="search.js"></script>',
        depth=0,
        site=site,
    )
