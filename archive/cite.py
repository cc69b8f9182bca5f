"""An address in, a citation of its capture out: text, BibTeX or CSL-JSON, with time, digest and Memento-style URI."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from archive.errors import BadInput, NotFound
from archive.feed_facts import SOURCE
from archive.keys import site_of
from archive.store.reading import Archive
from archive.store.records import FeedFact
from archive.store.versions import capture_of, page_of, stored_page_of, versions_of

__all__ = ["REPLAY_PREFIX", "STYLES", "Citation", "citation", "cite", "memento_uri"]

STYLES = ("text", "bibtex", "csl-json")
REPLAY_PREFIX = "/room/"
"""Path of the replay; where the archive is served, its scheme and host come before it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation of a capture says."""

    url: str
    title: str
    authors: tuple[tuple[str, bool], ...]
    """(name, whether it is an organisation's) of each author, in printed order; those of accounts only when alone."""
    site: str
    published: str | None
    """ISO 8601, only as precise as stated."""
    captured_at: str
    payload_digest: str | None
    record_id: str
    filename: str
    offset_bytes: int
    memento_uri: str
    told_by: tuple[str, ...] = ()
    """What is not on the page, and the feed that tells it, in words."""


def citation(
    archive: Archive, url: str, *, style: str = "text", at: str | None = None, prefix: str = REPLAY_PREFIX
) -> str:
    """The citation in one of STYLES; NotFound when the archive has no such capture."""
    found = cite(archive, url, at=at, prefix=prefix)
    if style == "text":
        return _as_text(found)
    if style == "bibtex":
        return _as_bibtex(found)
    if style == "csl-json":
        return json.dumps([_as_csl(found)], ensure_ascii=False, indent=2)
    raise BadInput(f"There is no citation style {style}", next_step=f"Choose one of {', '.join(STYLES)}.")


def memento_uri(url: str, timestamp14: str, prefix: str = REPLAY_PREFIX) -> str:
    """Where a replay shows the capture: prefix, time, address (the pattern of RFC 7089's examples).

    >>> memento_uri("http://example.com/", "20140331120000", "https://archive.example.org/room/")
    'https://archive.example.org/room/20140331120000/http://example.com/'
    """
    return f"{prefix}{timestamp14}/{url}"


def cite(archive: Archive, url: str, *, at: str | None = None, prefix: str = REPLAY_PREFIX) -> Citation:
    """What there is to cite of an address's last capture, or the one nearest to `at`."""
    capture = capture_of(archive, url, at=at)
    title, published = capture.target_uri, None
    authors: tuple[tuple[str, bool], ...] = ()
    try:
        page = page_of(archive, url)
        parse = next(v.parse_id for v in versions_of(archive, page) if v.capture_id == capture.id)
    except (NotFound, StopIteration):
        parse = None
    if parse is not None:
        stored = stored_page_of(archive, parse)
        title = stored.title.text if stored.title else title
        published = stored.published.value if stored.published else None
        people = [c for byline in stored.bylines for c in byline.contributors if c.relation == "author"]
        # An account of an office that posts what people wrote is no author beside them.
        named = [c for c in people if not c.is_organisation] or people
        authors = tuple(dict.fromkeys((c.name, c.is_organisation) for c in named))
    told_by: tuple[str, ...] = ()
    if parse is not None and (published is None or not authors) and (number := archive.article_id(url)) is not None:
        facts = {fact.field: fact for fact in archive.feed_facts(number)}
        article = archive.article_by_id(number) if facts else None
        if article and published is None and "date_published" in facts:
            published = article.date_published
            told_by += (_told_by("date", facts["date_published"]),)
        if article and not authors and "bylines" in facts:
            authors = tuple((b.name, b.is_organisation) for b in article.bylines if b.source == SOURCE)
            told_by += (_told_by("author", facts["bylines"]),)
    return Citation(
        capture.target_uri, title, authors, site_of(capture.target_uri), published, capture.warc_date,
        capture.payload_digest, capture.record_id, capture.filename, capture.offset_bytes,
        memento_uri(capture.target_uri, capture.timestamp14, prefix), told_by,
    )  # fmt: skip


def _told_by(field: str, fact: FeedFact) -> str:
    return f"{field} from the feed {fact.feed_url} as captured {fact.capture.warc_date}"


def _as_text(found: Citation) -> str:
    names = [name for name, _ in found.authors]
    by = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    parts = [f"{by}: " if by else "", f"“{found.title}”. {found.site}"]
    parts.append(f", {found.published[:10]}. " if found.published else ". ")
    parts.append(f"{found.url} (captured {found.captured_at}; payload {found.payload_digest or 'without digest'}; ")
    parts.append(
        f"WARC record {found.record_id} in {found.filename} at byte {found.offset_bytes}"
        f"{''.join(f'; {words}' for words in found.told_by)}). {found.memento_uri}"
    )
    return "".join(parts)


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))


def _as_bibtex(found: Citation) -> str:
    first = found.authors[0][0].split()[-1] if found.authors else found.site
    year = (found.published or found.captured_at)[:4]
    words = [word for word in re.findall(r"\w+", found.title) if len(word) > 3] or ["page"]
    key = re.sub(r"[^A-Za-z0-9]", "", f"{first}{year}{words[0]}") or "capture"
    # A name in braces is one unit: an organisation's is not split into first and last.
    authors = " and ".join(f"{{{_tex(name)}}}" if is_one else _tex(name) for name, is_one in found.authors)
    fields = [
        ("author", authors),
        ("title", _tex(found.title)),
        ("organization", _tex(found.site)),
        ("date", (found.published or "")[:10]),
        ("url", found.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")),
        ("urldate", found.captured_at[:10]),
        (
            "note",
            f"Captured {found.captured_at}, payload {_tex(found.payload_digest or 'without digest')}, "
            f"WARC record {_tex(found.record_id)}, {''.join(f'{_tex(words)}, ' for words in found.told_by)}"
            f"{_tex(found.memento_uri)}",
        ),
    ]
    lines = [f"  {name:<12} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@online{{{key.lower()},", *lines, "}"])


def _as_csl(found: Citation) -> dict[str, object]:
    csl: dict[str, object] = {
        "id": found.record_id,
        "type": "post-weblog" if found.published else "webpage",
        "title": found.title,
        "author": [_csl_name(name, is_organisation) for name, is_organisation in found.authors],
        "container-title": found.site,
        "URL": found.url,
        "accessed": {"date-parts": [_date_parts(found.captured_at)]},
        "archive": found.filename,
        "archive_location": found.memento_uri,
        "note": f"captured {found.captured_at}; payload {found.payload_digest}; WARC record {found.record_id}"
        + "".join(f"; {words}" for words in found.told_by),
    }
    if found.published:
        csl["issued"] = {"date-parts": [_date_parts(found.published)]}
    return csl


def _csl_name(name: str, is_organisation: bool) -> dict[str, str]:
    given, _, family = name.strip().rpartition(" ")
    if is_organisation or not given:
        return {"literal": name}
    return {"family": family, "given": given}


def _date_parts(value: str) -> list[int]:
    return [int(part) for part in value[:10].split("-") if part.isdigit()]
