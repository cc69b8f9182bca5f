"""A migration is proved: a clean one has no fault, and planted faults are found, exactly those."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from exports.verify.running import verify_site

pytestmark = pytest.mark.slow
Redirects = dict[str, str]


class Migration:
    """A copy of the exported site in which faults can be planted."""

    def __init__(
        self,
        folder: Path,
        old: Path,
        redirects: Redirects,
        build: Callable[[Path, str], Path],
        serve: Callable[..., AbstractContextManager[str]],
    ) -> None:
        self.folder, self.old, self.redirects = folder, old, redirects
        self._build, self._serve = build, serve

    def verify(self, *, after_build: Callable[[Path], None] = lambda _: None) -> tuple[int, list[tuple[str, str]]]:
        """(exit status, (kind, old address) of each fault) of the site as it is now."""
        site = self.folder / "site"
        with self._serve(site / "public", self.redirects) as origin:
            after_build(self._build(site, origin))
            into = self.folder / "verified"
            status = verify_site(origin, self.old, into=into, delay_seconds=0)
        (report,) = sorted(into.glob("*/report.json"))[-1:]
        findings = json.loads(report.read_text(encoding="utf-8"))["findings"]
        from exports.verify.findings import KINDS

        return status, sorted((f["kind"], f["old_url"]) for f in findings if KINDS[f["kind"]].is_fault)


@pytest.fixture
def migration(
    exported: Path,
    demo_folder: Path,
    tmp_path: Path,
    read_redirects: Callable[[Path], Redirects],
    build_site: Callable[[Path, str], Path],
    serve_site: Callable[..., AbstractContextManager[str]],
) -> Migration:
    shutil.copytree(exported / "site", tmp_path / "site")
    return Migration(tmp_path, demo_folder, read_redirects(exported), build_site, serve_site)


def test_a_migration_without_fault_is_told_so(migration: Migration) -> None:
    assert migration.verify() == (0, [])


GOV, NEWS = "http://127.0.0.1:8014/gov/blog", "http://127.0.0.1:8014/news"
SEED = f"{GOV}/2014/02/26/vision-mexicos-future"
BAKERS = f"{NEWS}/2013/05/what-a-hundred-bakers-told-us/"
STORM = f"{GOV}/2013/10/17/storm-season-by-the-numbers"
SIFTER = f"{NEWS}/2013/03/the-night-the-sifter-stopped/"


def edit(post: Path, *changes: tuple[str, str]) -> None:
    """Replaces text in the source of a post."""
    text = post.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    post.write_text(text, encoding="utf-8")


def test_faults_in_dates_terms_authors_titles_and_documents_are_found_exactly(migration: Migration) -> None:
    posts = migration.folder / "site" / "content" / "posts"
    edit(posts / "the-night-the-sifter-stopped" / "index.md", ('date: "2013-03', 'date: "2013-04'))
    edit(posts / "2008-12-01-letter-from-the-yard" / "index.md", ('- "History"', '- "Fiction"'))
    edit(posts / "why-we-stopped-bleaching" / "index.md", ('title: "Why We', 'title: "How We'))
    edit(posts / "broadband-on-the-farm" / "index.md", ("Teresa Whitlock", "Someone Else"))

    def lose_a_document(public: Path) -> None:
        (public / "posts" / "millrace-opens-second-site" / "hallow-lock-fact-sheet.pdf").unlink()

    status, faults = migration.verify(after_build=lose_a_document)
    assert status == 1
    assert faults == sorted(
        [
            ("author-missing", f"{GOV}/2014/01/22/broadband-on-the-farm"),
            ("date-changed", SIFTER),
            ("document-missing", f"{NEWS}/2012/09/millrace-opens-second-site/"),
            ("link-broken", f"{NEWS}/2012/09/millrace-opens-second-site/"),
            ("tag-missing", "http://127.0.0.1:8014/yard/2008-12-01-letter-from-the-yard.html"),
            ("title-changed", f"{NEWS}/2012/03/why-we-stopped-bleaching/"),
        ]
    )


def test_planted_faults_are_found_exactly(migration: Migration) -> None:
    site = migration.folder / "site"
    # a lost comment
    lost = next(path for path in (site / "data" / "comments").iterdir() if "NAFTA" in path.read_text(encoding="utf-8"))
    lost.write_text("[]", encoding="utf-8")
    # an edited paragraph
    post = site / "content" / "posts" / "the-night-the-sifter-stopped" / "index.md"
    text = post.read_text(encoding="utf-8")
    assert "number four sifter" in text
    post.write_text(text.replace("number four sifter", "number five sifter"), encoding="utf-8")
    # a wrong redirect
    migration.redirects["/gov/blog/2013/10/17/storm-season-by-the-numbers"] = "/posts/counting-everyone-once/"
    # a redirect that is left to the generator's alias page
    del migration.redirects["/gov/node/2987"]

    def lose_an_image(public: Path) -> None:
        (image,) = (public / "posts" / "what-a-hundred-bakers-told-us").glob("*.png")
        image.unlink()

    status, faults = migration.verify(after_build=lose_an_image)
    assert status == 1
    assert faults == sorted(
        [
            ("comment-missing", SEED),
            ("image-missing", BAKERS),
            ("redirect-wrong", STORM),
            ("redirect-by-page", "http://127.0.0.1:8014/gov/node/2987"),
            ("paragraph-edited", SIFTER),
        ]
    )
