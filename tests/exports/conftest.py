# ruff: noqa: E501 - hostile bodies are clearer on one line
"""An archive folder with adversarial content, written by the schema itself: WARC file, database, nothing parsed."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.keys import row_id, site_of, slug_of, without_fragment
from archive.model import Body, PageKind
from archive.parsed_json import StoredPage, to_json
from archive.store import open_for_writing
from exports.selection import Selection, open_selection

NODE = Path(__file__).parents[1] / "node"

WHEN = "2026-11-01T10:00:00Z"
OLD = "http://old.example"


@dataclass
class Use:
    """An asset as one article uses it; `data` None means that it was never captured."""

    url: str
    data: bytes | None = b""
    kind: str = "image"
    mime: str = "image/png"
    role: str = "inline"
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass
class Story:
    """An article to put into the archive."""

    url: str
    headline: str | None
    body_html: str = "<p>Words.</p>"
    published: str | None = "2013-07-25T10:14:00"
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Further columns of articles."""
    bylines: Sequence[Mapping[str, Any]] = ()
    comments: Sequence[Mapping[str, Any]] = ()
    """Columns of comments, with `key` and `parent` (a key) for threads."""
    tags: Sequence[tuple[str, str]] = ()
    """(name, taxonomy)"""
    assets: Sequence[Use] = ()
    addresses: Sequence[tuple[str, str]] = ()
    """(address, relation)"""


def png(width: int = 2, height: int = 2, shade: int = 200) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Builder:
    """Fills one archive folder."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(template / "archive.db", folder)
        self.database = open_for_writing(folder)
        (folder / "warc").mkdir(parents=True, exist_ok=True)
        self._file = (folder / "warc" / "old.warc.gz").open("wb")
        self._writer = WARCWriter(self._file, gzip=True)
        self._columns: dict[str, list[Any]] = {}
        self.database.execute("BEGIN")
        self._rows("warc_files", id=1, filename="old.warc.gz", size_bytes=1, record_count=1, warc_version="1.1")
        self._records = 0

    def _rows(self, table: str, **values: Any) -> None:
        """One row; what the exports never read is filled with nothing, so that only its meaning matters here."""
        if table not in self._columns:
            self._columns[table] = self.database.table(table).columns
        row = {}
        for column in self._columns[table]:
            if column.name in values:
                row[column.name] = values[column.name]
            elif column.notnull and column.default_value is None and not column.is_pk:
                row[column.name] = {"INTEGER": 0, "REAL": 0.0, "BLOB": b""}.get(column.type, "")
        marks = ", ".join("?" * len(row))
        self.database.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))

    def capture(self, url: str, data: bytes, mime: str, *, status: int = 200, location: str | None = None) -> int:
        """One response record and its row."""
        self._records += 1
        record_id = f"urn:uuid:00000000-0000-4000-8000-{self._records:012}"
        offset = self._file.tell()
        headers = [("Content-Type", mime)] + ([("Location", location)] if location else [])
        record = self._writer.create_warc_record(
            url, "response", payload=io.BytesIO(data), length=len(data),
            warc_headers_dict={"WARC-Date": WHEN, "WARC-Record-ID": f"<{record_id}>"},
            http_headers=StatusAndHeaders(f"{status} OK", headers, protocol="HTTP/1.1"),
        )  # fmt: skip
        self._writer.write_record(record)
        digest = "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()  # noqa: S324 - WARC's own digest
        key = row_id("capture", record_id)
        self._rows(
            "captures", id=key, warc_file_id=1, record_id=record_id, record_type="response", target_uri=url, urlkey=url,
            warc_date=WHEN, timestamp14="20261101100000", status=status, mime=mime, payload_digest=digest,
            offset_bytes=offset, length_bytes=self._file.tell() - offset, redirect_url=location,
        )  # fmt: skip
        return key

    def page(self, url: str, kind: str) -> tuple[int, int]:
        """A page with one capture and one parse: (page id, parse id)."""
        page, parse = row_id("page", url), row_id("parse", url)
        capture = self.capture(url, f"<title>{url}</title>".encode(), "text/html")
        self._rows(
            "pages", id=page, url=url, site=site_of(url), kind=kind, kind_rule="test", first_captured_at=WHEN,
            last_captured_at=WHEN, capture_count=1,
        )  # fmt: skip
        self._rows(
            "parses", id=parse, page_id=page, payload_digest="sha1:X", capture_id=capture, parser_version="test", kind=kind,
            node_count=0, content_sha256="", parsed_json=b"",
        )  # fmt: skip
        self.database.execute("UPDATE pages SET parse_id = ? WHERE id = ?", [parse, page])
        return page, parse

    def text_page(self, url: str, title: str, html: str) -> None:
        """A page that is no article and has a text of its own."""
        _, parse = self.page(url, "other")
        page = StoredPage(
            url=url, canonical_url=None, kind=PageKind.OTHER, language=None, direction=None, title=None, bylines=(),
            published=None, modified=None, tags=(), body=Body("", html, 1), comments=(), comment_status=None,
            comment_count_stated=None, comment_system=None, notices=(), assets=(), addresses=(), description=None,
            node_paths={},
        )  # fmt: skip
        self.database.execute(
            "UPDATE parses SET parsed_json = ?, title = ? WHERE id = ?", [to_json(page), title, parse]
        )

    def menu(self, url: str, entries: Sequence[tuple[str, str | None, int | None]]) -> None:
        """(label, address, position of the entry it is nested under) of each entry of a page's menu."""
        for position, (label, href, parent) in enumerate(entries):
            self._rows(
                "navigation", parse_id=row_id("parse", url), position=position, kind="menu", group_number=0,
                level=int(parent is not None), parent_position=parent, label=label, href=href,
            )  # fmt: skip

    def redirect(self, url: str, target: str) -> None:
        """A redirect that the crawl met."""
        self.capture(url, b"", "text/html", status=301, location=target)

    def link(self, source: str, target: str, region: str, position: int) -> None:
        """A link of a page."""
        key = row_id("page", without_fragment(target))
        self._rows(
            "links", parse_id=row_id("parse", source), position=position, url=target, href_raw=target, anchor_text="x",
            region=region, is_internal=1, url_id=key,
        )  # fmt: skip
        self._rows("destinations", url_id=key, url=target, status=200, final_url=target, hops=0, page_id=key)

    def add(self, story: Story) -> int:
        """An article with all that belongs to it."""
        page, parse = self.page(story.url, "article")
        number = row_id("article", story.url)
        assets = [(use, self._asset(use)) for use in story.assets]
        lead = next((asset for use, asset in assets if use.role == "lead"), None)
        self._rows("articles", **{
            "id": number, "page_id": page, "parse_id": parse, "url": story.url, "headline": story.headline,
            "slug": slug_of(unquote(story.url).rstrip("/").rpartition("/")[2] or "home"), "date_published": story.published,
            "date_published_raw": story.published, "word_count": 5, "comment_count": len(story.comments),
            "body_text": "Words.", "body_html": story.body_html, "main_image_id": lead, **story.fields,
        })  # fmt: skip
        for position, byline in enumerate(story.bylines):
            self._byline(number, parse, position, byline)
        self._comments(number, parse, story)
        for position, (name, taxonomy) in enumerate(story.tags):
            tag = row_id("tag", taxonomy, name)
            self._rows("tags", id=tag, name=name, slug=slug_of(name), taxonomy=taxonomy, site=site_of(story.url))
            self._rows("article_tags", article_id=number, tag_id=tag, position=position)
        for position, (use, asset) in enumerate(assets):
            self._rows(
                "article_assets", article_id=number, position=position, asset_id=asset, role=use.role, alt=use.alt,
                caption=use.caption, credit=use.credit,
            )  # fmt: skip
        for url, relation in [(story.url, "self"), *story.addresses]:
            self._rows("addresses", article_id=number, url=url, relation=relation, evidence="captured")
        return number

    def _asset(self, use: Use) -> int:
        key = row_id("asset", use.url)
        if not self.database.table("assets").count_where("id = ?", [key]):
            capture = None if use.data is None else self.capture(use.url, use.data, use.mime)
            digest = hashlib.sha256(use.data or b"").hexdigest()
            self._rows(
                "assets", id=key, url=use.url, kind=use.kind, capture_id=capture, mime=use.mime,
                size_bytes=len(use.data or b""), sha256=digest,
            )  # fmt: skip
        return key

    def _byline(self, article: int, parse: int, position: int, byline: Mapping[str, Any]) -> None:
        person = row_id("person", byline["name"])
        self._rows(
            "people", id=person, name=byline["name"], slug=slug_of(byline["name"]), job_title=byline.get("role"),
            organisation=byline.get("organisation"), bio=byline.get("bio"),
        )  # fmt: skip
        self.database.execute("UPDATE people SET article_count = article_count + 1 WHERE id = ?", [person])
        self._rows(
            "person_names", person_id=person, name=byline["name"], site="old.example", evidence="same-name", uses=1
        )
        row = {"relation": "author", "is_guest": 0, "text_raw": f"By {byline['name']}", "source": "visible", **byline}
        row.pop("bio", None)
        self._rows("bylines", article_id=article, position=position, person_id=person, parse_id=parse, **row)

    def _comments(self, article: int, parse: int, story: Story) -> None:
        keys = {comment.get("key", n): row_id("comment", story.url, n) for n, comment in enumerate(story.comments)}
        for position, comment in enumerate(story.comments):
            row = {"author_name": "Ann", "text": "Yes.", "html": "<p>Yes.</p>", "kind": "comment", **comment}
            key, parent = row.pop("key", position), row.pop("parent", None)
            self._rows("comments", **{
                "id": keys[key], "article_id": article, "parent_id": keys.get(parent), "position": position,
                "depth": 0 if parent is None else 1, "is_by_author": 0, "source": "visible", "parse_id": parse, **row,
            })  # fmt: skip

    def close(self) -> None:
        """Finish file and database."""
        self._file.close()
        self.database.execute("COMMIT")
        self.database.close()


DOTS = "/sites/default/files/"


def hostile_stories() -> list[Story]:
    """Twelve articles that make importers stumble."""
    chart = Use(f"{OLD}{DOTS}Chart%20No.%201.PNG", png(), alt='A "chart" [1]', caption="Sales & more", role="figure")
    same_name = Use(f"{OLD}/other/chart_no._1.png", png(shade=10), alt="another")
    report = Use(f"{OLD}{DOTS}report.pdf", b"%PDF-1.4 tiny", kind="document", mime="application/pdf", role="attachment")
    lead = Use(f"{OLD}{DOTS}lead.png", png(4, 4), role="lead", alt="lead")
    lost = Use(f"{OLD}{DOTS}lost.jpg", None, mime="image/jpeg")
    return [
        Story(
            f"{OLD}/blog/2013/07/a-vision", "A Vision for Mexico’s Future",
            f'<p>As\xa0I said in <a href="{OLD}/blog/Second?utm_source=x#c2">the second</a>, 2 * 3 * 4 &lt; 25.</p>'
            f'<figure><img src="{chart.url}" alt="A &quot;chart&quot; [1]"><figcaption>Sales &amp; more</figcaption></figure>'
            f'<p><a href="{report.url}">The report</a> and <img src="{same_name.url}" alt="another">'
            f'<img src="{lost.url}" alt="gone"></p><script>alert(1)</script>',
            bylines=[
                {"name": "Anne Altman", "role": "general manager", "organisation": "U.S. Federal", "is_guest": 1},
                {"name": "Dan Pelino", "role": "general manager", "organisation": "Healthcare", "is_guest": 1},
            ],
            comments=[
                {"key": "a", "author_name": "Alan Ernst", "subject": "Say NO to MEXICO!!!!", "text": "No.\n\nNever.",
                 "html": "<p>No.</p><p>Never.</p>", "date_created": "2013-07-26T08:00:00"},
                {"key": "b", "parent": "a", "author_name": None, "text": "Why?", "html": "<p>Why?</p>"},
                {"key": "c", "parent": "b", "author_name": "=cmd|' /C calc'!A0", "author_url": "http://x.example/?a=1&b=2",
                 "date_created": "2013-07-26"},
                {"key": "d", "kind": "pingback", "author_name": "Another blog", "author_url": "http://other.example/p"},
            ],
            tags=[("Energy", "category"), ("Oil & gas", "tag"), ("no", "tag")],
            assets=[lead, chart, report, same_name, lost],
            fields={"comment_status": "closed", "comment_notice": "Comments Closed", "description": 'It is: "good"',
                    "in_language": "en", "alternative_headline": "And then some", "date_modified": "2013-08-01"},
            addresses=[(f"{OLD}/print/123", "print"), (f"{OLD}/node/123", "shortlink"), (f"{OLD}/?p=123", "shortlink"),
                       (f"{OLD}/blog/2013/07/a-vision/amp", "amp"), (f"{OLD}/alt/a%20b;c", "redirect")],
        ),
        Story(f"{OLD}/blog/Second", "Same title", published="2014-01-01", bylines=[{"name": "Ann O'Neill-Ünsal"}],
              body_html='<h2 id="c2">C</h2><p>{{&lt; figure src="x" &gt;}} {% raw %} {{ x }} $$x$$</p>'
              '<pre><code class="language-go">a {{ .B }}\n\n\tb</code></pre>'
              '<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>x|y</td></tr></table>'
              '<table><tr><td colspan="2">wide</td></tr><tr><td>1</td><td>2</td></tr></table>'
              '<p>Note<sup id="r1"><a href="#f1">1</a></sup></p><ol><li id="f1">Foot. <a href="#r1">back</a></li></ol>'),
        Story(f"{OLD}/blog/third", "Same title", published="2014-01-01", tags=[("Energy", "category")],
              comments=[{"text": "<b>x</b>", "html": "<p>&lt;b&gt;x&lt;/b&gt;</p>", "date_created": "2014-01-02T00:00:00"}] * 2),
        Story(f"{OLD}/news/second", "Second by slug", published="2014-02-01"),
        Story(f"{OLD}/node/7", None, "<p></p>", published=None),
        Story(f"{OLD}/blog/con", "CON", published="2015"),
        Story(f"{OLD}/blog/" + "long-" * 60, "L" * 400, published="2015-03-04T10:00:00+02:00",
              fields={"description": "d" * 700}),
        Story(f"{OLD}/blog/%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82", "Привет, мир", published="2015-05-05",
              body_html="<p dir='rtl'>שלום</p>", tags=[("Привет", "tag")]),
        Story(f"{OLD}/blog/yaml", 'yes: "no" # --- \x07 {{ x }} &amp; <b>', published="2016-01-01"),
        Story(f"{OLD}/blog/dashes", "Dashes", "<p>a</p><pre>-----\n--------\nTITLE: x</pre>", published="2016-02-01"),
        Story("https://www.old.example/blog/tls", "Over TLS", published="2016-03-01",
              body_html='<iframe src="https://www.youtube.com/embed/abc"></iframe><iframe src="http://evil.example/x"></iframe>'
              '<p><a href="javascript:alert(1)" onclick="x()">x</a></p><details><summary>S</summary><p>inner</p></details>'),
        Story(f"{OLD}/blog/=formula", "=1+1", "<p>@SUM(A1)</p>", published="2017-01-01", tags=[("+tag", "tag")]),
    ]  # fmt: skip


BuildArchive = Callable[[Sequence[Story]], Path]


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schema and nothing in it: making it takes a second, copying it none."""
    folder = tmp_path_factory.mktemp("empty")
    open_for_writing(folder).close()
    return folder


@pytest.fixture
def build_archive(tmp_path: Path, empty_archive: Path) -> BuildArchive:
    """Makes an archive folder of stories."""

    def build(stories: Sequence[Story]) -> Path:
        folder = tmp_path / "archive"
        builder = Builder(folder, empty_archive)
        for story in stories:
            builder.add(story)
        builder.close()
        return folder

    return build


@pytest.fixture
def story() -> type[Story]:
    """Makes a story: tests cannot import from here."""
    return Story


@pytest.fixture
def use() -> type[Use]:
    """Makes an asset of a story."""
    return Use


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory, empty_archive: Path) -> Path:
    """The archive of hostile_stories(), with pages that are no articles and redirects."""
    folder = tmp_path_factory.mktemp("hostile") / "archive"
    builder = Builder(folder, empty_archive)
    for story in hostile_stories():
        builder.add(story)
    builder.page(f"{OLD}/blog", "listing")
    builder.page(f"{OLD}/tags/energy", "tag")
    blog = f"{OLD}/blog"
    builder.menu(blog, [("Blog & news", blog, None), ("Vision", f"{OLD}/node/123", 0), ("Nowhere", None, 0)])
    builder.text_page(f"{OLD}/about.php", "About us", f'<p>See <a href="{OLD}/node/123">this</a>.</p>')
    builder.redirect(f"{OLD}/go/vision", f"{OLD}/node/123")
    builder.redirect(f"{OLD}/go/further", f"{OLD}/go/vision")
    builder.redirect(f"{OLD}/loop/a", f"{OLD}/loop/b")
    builder.redirect(f"{OLD}/loop/b", f"{OLD}/loop/a")
    builder.link(f"{OLD}/blog/2013/07/a-vision", f"{OLD}/blog/Second", "body", 0)
    builder.link(f"{OLD}/blog/2013/07/a-vision", f"{OLD}/blog/third", "navigation", 1)
    builder.close()
    return folder


@pytest.fixture
def hostile(hostile_folder: Path) -> Iterator[Selection]:
    """All of the hostile archive, open."""
    with open_selection(hostile_folder) as selection:
        yield selection


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The npm tools of tests/node, installed once."""
    if shutil.which("npm") is None:
        pytest.skip("no npm")
    marker = NODE / "node_modules" / ".package-lock.json"
    # workers of one run, and runs beside each other, install once: npm ci takes the folder away first
    with (Path(tempfile.gettempdir()) / "oldface-npm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not marker.exists() or marker.stat().st_mtime < (NODE / "package-lock.json").stat().st_mtime:
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"]
            done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, timeout=550, check=False)
            if done.returncode != 0:
                pytest.skip(f"npm cannot install: {done.stderr[-300:]}")
    return NODE / "node_modules"
