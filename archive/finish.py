"""An archive whose files were read in, an archive whose pages are put together out: articles, people, links, copies."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path

from archive.article_rows import ArticleRows, Source, article_id_of, article_rows, sources_sha256
from archive.crawl_records import CrawlRecords, crawl_record_name, read_crawl_record
from archive.errors import BadConfiguration, BadRecord
from archive.feed_reading import read_feeds
from archive.identity import part_number, renditions
from archive.intake import WARC_FOLDER
from archive.keys import page_key, without_fragment
from archive.near_duplicates import candidate_pairs, similarity
from archive.parse_archive import ParsingOptions, parse_missing
from archive.parse_rows import Row, parse_id_of
from archive.parsed_json import from_json
from archive.people import Mention, PeopleRules, is_nobody, name_of_profile, resolve_people
from archive.profile_files import profiles_of
from archive.store.finishing import Finishing
from archive.store.finishing_articles import ArticleFinishing
from archive.store.finishing_feeds import FeedFinishing
from archive.store.finishing_people import PeopleFinishing
from archive.store.writing import ArchiveWriter
from archive.warc_payload import read_payload

__all__ = ["ARTICLE_KINDS", "finish", "people_rules", "settings_version"]

ARTICLE_KINDS = ("article", "forum", "print")
"""Kinds of pages that become articles; a print version only when what it was printed from is not in the archive."""

_NEARLY_EQUAL = 0.8
_SHORTEST_TEASER = 60
"""Characters; shorter lines stand on pages of any kind."""


def finish(
    writer: ArchiveWriter,
    *,
    parsing: ParsingOptions,
    parsed: Callable[[int, int], None] = lambda _, __: None,
    step: Callable[[str], None] = lambda _: None,
) -> None:
    """Parses what is not parsed yet and puts together what single pages cannot know; again and again gives the same.

    `parsed` is told (pages just parsed, pages there are to parse), `step` the name of each step.
    """
    work, articles = Finishing(writer), ArticleFinishing(writer)
    step("finding what revisits point at")
    work.resolve_revisits()
    work.set_revisit_versions(_revisit_versions(work))
    parse_missing(writer, parsing, parsed)
    step("reading feeds")
    feeds = read_feeds(writer, parsing)
    step("gathering pages")
    work.gather_pages()
    work.resolve_destinations()
    work.set_listings(list(_listings(work, articles)))
    _read_crawl_records(writer.folder, work)
    step("finding what is one article")
    articles.set_renditions(renditions(articles.page_facts()))
    feeds.name_pages()
    feeds.gather_evidence()
    with articles.loading_articles():
        _build_articles(articles, feeds, step)
    articles.gather_shared()
    articles.gather_addresses()
    step("finding people")
    _find_people(PeopleFinishing(writer), people_rules(writer.folder))
    step("counting links, finding copies")
    work.count_inlinks()
    _find_duplicates(articles)
    writer.set_info("settings_version", settings_version(writer.folder))
    writer.set_info("is_finished", "0" if parsing.is_provisional else "1")
    writer.checkpoint()


def _read_crawl_records(folder: Path, work: Finishing) -> None:
    """What crawls of ours kept of themselves: configuration, what they left out, what went wrong, how they ended."""
    facts: dict[int, list[CrawlRecords]] = defaultdict(list)
    for crawl_id, uri, capture_id in work.crawl_records():
        name = crawl_record_name(uri)
        filename, offset, in_member = work.place_of(capture_id)
        try:
            payload = read_payload(folder / WARC_FOLDER / filename, offset, in_member, longest_bytes=256 << 20)
        except (BadRecord, OSError):
            continue  # the damage is a row of problems already
        facts[crawl_id].append(read_crawl_record(crawl_id, name or "", payload))
    work.set_crawl_facts(facts)


def _listings(work: Finishing, articles: ArticleFinishing) -> Iterator[int]:
    """Pages taken for articles that list articles: they link to others by title, and say what they say.

    A page alone cannot tell a list of one teaser from an article; what its links lead to can. Of a page that names an
    author, who may be the teaser's, only the words count.
    """
    for (page_id, has_author), targets in work.possible_listings().items():
        if not has_author and len({target for target, region in targets if region == "body"}) > 1:
            yield page_id
            continue
        own = _paragraphs(articles, page_id)
        theirs = " ".join(" ".join(_paragraphs(articles, target)) for target, _ in targets)
        # A teaser is cut off somewhere, and "more" is written after it: its beginning tells.
        borrowed = [paragraph for paragraph in own if paragraph[:_SHORTEST_TEASER] in theirs]
        if (not own and not has_author) or len(borrowed) * 2 > len(own):
            yield page_id


def _paragraphs(work: ArticleFinishing, page_id: int) -> list[str]:
    """The paragraphs of a page's body that say something, white space collapsed."""
    body = from_json(work.parsed_json(work.page_parse(page_id))).body
    texts = (" ".join(text.split()) for text in (body.text if body else "").split("\n"))
    return [text for text in texts if len(text) > _SHORTEST_TEASER]


def _revisit_versions(work: Finishing) -> Iterator[tuple[int, int, int, str]]:
    """(capture id, page id, parse id, date) of each revisit of a page."""
    for capture_id, uri, date, digest, charset in work.revisited_pages():
        url = without_fragment(uri)
        yield capture_id, page_key(url), parse_id_of(url, digest, charset), date


def settings_version(folder: Path) -> str:
    """Digest of what people have decided for this folder: its profiles and its [people] table."""
    decided = (profiles_of(folder), people_rules(folder))
    return hashlib.sha256(repr(decided).encode()).hexdigest()[:16]


def people_rules(folder: Path) -> PeopleRules:
    """The [people] table of the folder's oldface.toml; BadConfiguration when it cannot be used."""
    path = folder / "oldface.toml"
    if not path.is_file():
        return PeopleRules()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("people", {})
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"oldface.toml is no TOML: {error}", where=str(path)) from error
    merge, split = table.get("merge", []), table.get("split", [])
    if not all(isinstance(names, list) and all(isinstance(n, str) for n in names) for names in merge):
        raise BadConfiguration("people.merge must be a list of lists of names", where=str(path))
    if not all(isinstance(name, str) for name in split):
        raise BadConfiguration("people.split must be a list of names", where=str(path))
    return PeopleRules(tuple(tuple(names) for names in merge), tuple(split))


def _build_articles(work: ArticleFinishing, feeds: FeedFinishing, step: Callable[[str], None]) -> None:
    """Makes the articles whose sources are new or changed; removes those that are none any more."""
    made = 0
    for wanted in work.wanted_articles(ARTICLE_KINDS):
        changed: list[ArticleRows] = []
        told = feeds.facts([page.page_id for page in wanted])
        for page in wanted:
            parts = [("main", 0, page.parse_id, page.content_sha256), *_in_order(page.others)]
            sources = sources_sha256(page.rows_sha256, parts, told.get(page.page_id))
            if page.held_sha256 == sources:
                continue
            pages = [Source(p, d, role, n, from_json(work.parsed_json(p))) for role, n, p, d in parts]
            changed.append(article_rows(page.page_id, page.url, page.site, pages, sources, told.get(page.page_id)))
        held = {article_id_of(page.url) for page in wanted if page.held_sha256 is not None}
        _replace(work, changed, held)
        made += len(changed)
        step(f"{made} articles")
    work.drop_unwanted_articles()


def _in_order(sources: Sequence[tuple[str, str, int, str]]) -> Iterator[tuple[str, int, int, str]]:
    """(role, number, parse id, digest): parts first, each kind by its number, then address."""
    order = sorted(sources, key=lambda source: (source[0] != "part", part_number(source[1]) or 0, source[1]))
    for role, url, parse_id, digest in order:
        yield role, part_number(url) or 0, parse_id, digest


def _replace(work: ArticleFinishing, articles: Sequence[ArticleRows], held: Container[int]) -> None:
    tables: dict[str, list[Row]] = defaultdict(list)
    for article in articles:
        for table, rows in article.tables.items():
            tables[table].extend(rows)
    work.replace_articles([article.article_id for article in articles if article.article_id in held], tables)


def _find_people(work: PeopleFinishing, rules: PeopleRules) -> None:
    uses = {
        mention: count for mention, count in work.mentions() if mention.use == "byline" or not is_nobody(mention.name)
    }
    for url, site, title in work.profile_pages():
        name = name_of_profile(title)
        if name is not None:
            uses[Mention(name, site, "profile", url)] = 1
    work.set_people(resolve_people(uses, rules), uses)


def _find_duplicates(work: ArticleFinishing) -> None:
    """Each article that is nearly equal to an earlier one points at the earliest of them."""
    first: dict[int, int] = {}
    with work.signatures() as signatures:
        for one, other in candidate_pairs(signatures.parts):
            (earlier, words), (later, its_words) = signatures.at(one), signatures.at(other)
            if similarity(words, its_words) >= _NEARLY_EQUAL:
                first.setdefault(later, first.get(earlier, earlier))
    work.set_duplicates(first)
