"""Pages that are one article are known as one, and others are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import permutations

import pytest

from archive.identity import PageFacts, group_keys, part_number, plain_address, renditions
from archive.keys import row_id, site_of, without_fragment
from archive.near_duplicates import signature

Make = Callable[..., PageFacts]
SITE = "http://blog.example.com"


@pytest.fixture
def page(prose: Callable[[int], str]) -> Make:
    """page(path, text=, title=, kind=, canonical=, addresses=): facts of a page."""

    def make(
        path: str,
        *,
        text: int = 1,
        title: str = "A story",
        kind: str = "article",
        canonical: str | None = None,
        addresses: tuple[tuple[str, str], ...] = (),
        content: str = "",
    ) -> PageFacts:
        url = f"{SITE}{path}"
        body = prose(text)
        return PageFacts(
            row_id("page", url), url, site_of(url), kind, title, f"{SITE}{canonical}" if canonical else None,
            content or f"{title} {text} {path}", signature(body), len(body.split()),
            tuple((relation, f"{SITE}{to}") for relation, to in addresses),
        )  # fmt: skip

    return make


def found(*pages: PageFacts) -> dict[str, tuple[str, str]]:
    """{path: (form, path of the main page)}, and proof that order changes nothing."""
    urls = {page.id: page.url.removeprefix(SITE) for page in pages}
    outcomes = [
        {urls[r.page_id]: (r.name, urls[r.main_page_id]) for r in renditions(order)} for order in permutations(pages)
    ]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert {urls[r.page_id]: (r.name, urls[r.main_page_id]) for r in renditions(related(pages))} == outcomes[0]
    return outcomes[0]


def related(pages: Sequence[PageFacts]) -> list[PageFacts]:
    """The pages that share a group that counts, or that name one another: all that need to be looked at."""
    has_prints = any(page.kind == "print" for page in pages)
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        for key, part in group_keys(page, has_prints=has_prints):
            groups[key].append((part, page.id))
    kept: set[int] = set()
    for members in groups.values():
        parts = [part for part, _ in members]
        if parts.count(0) > 1 or (1 in parts and len(members) > 1):
            kept.update(page_id for _, page_id in members)
    known = {page.id for page in pages}
    for page in pages:
        for url in [url for _, url in page.addresses] + [page.canonical_url or page.url]:
            other = row_id("page", without_fragment(url))
            if other in known and other != page.id:
                kept |= {page.id, other}
    return [page for page in pages if page.id in kept]


def test_pages_that_are_nothing_to_each_other_need_not_be_looked_at(page: Make) -> None:
    assert related([page(f"/{n}/story", text=n, title=f"Story {n}") for n in range(20)]) == []


def test_the_print_version_an_article_links_to_is_its_rendition(page: Make) -> None:
    article = page("/a", addresses=(("print", "/print/12"),))
    assert found(article, page("/print/12", kind="print")) == {"/print/12": ("print", "/a")}


def test_a_print_version_nobody_links_to_is_known_by_title_and_text(page: Make) -> None:
    assert found(page("/a"), page("/print/12", kind="print")) == {"/print/12": ("print", "/a")}


def test_the_title_of_a_print_version_may_say_so(page: Make) -> None:
    outcome = found(page("/a", title="A story"), page("/print/a", title="A story (print version)", kind="print"))
    assert outcome == {"/print/a": ("print", "/a")}


def test_a_page_with_another_canonical_is_a_variant(page: Make) -> None:
    assert found(page("/a"), page("/node/12", canonical="/a")) == {"/node/12": ("variant", "/a")}


def test_a_canonical_that_disagrees_is_not_believed(page: Make) -> None:
    home = page("/", title="Our blog", text=1, kind="home")
    assert (
        found(home, page("/a", canonical="/", title="One", text=2), page("/b", canonical="/", title="Two", text=3))
        == {}
    )


def test_tracked_addresses_are_variants_of_the_plain_one(page: Make) -> None:
    outcome = found(page("/a"), page("/a?utm_source=mail"), page("/a/?fbclid=x"))
    assert {key: value[1] for key, value in outcome.items()} == {"/a?utm_source=mail": "/a", "/a/?fbclid=x": "/a"}


def test_pages_of_comments_belong_to_their_article(page: Make) -> None:
    outcome = found(page("/a"), page("/a/comment-page-2/", canonical="/a"), page("/a?page=1"))
    assert {name for name, _ in outcome.values()} == {"comment-page"}
    assert {main for _, main in outcome.values()} == {"/a"}


def test_parts_of_one_text_are_parts(page: Make) -> None:
    outcome = found(page("/a"), page("/a?page=2", text=7), page("/a?page=3", text=20))
    assert outcome == {"/a?page=2": ("part", "/a"), "/a?page=3": ("part", "/a")}


def test_pages_of_a_listing_are_no_parts(page: Make) -> None:
    pages = [page(path, title="Archive", text=n, kind="listing") for n, path in enumerate(("/l", "/l?page=2"))]
    assert found(*pages) == {}


def test_two_addresses_that_say_the_same_are_copies(page: Make) -> None:
    outcome = found(page("/stories/a", content="x"), page("/b", content="x"))
    assert outcome == {"/stories/a": ("duplicate", "/b")}


def test_a_form_of_a_form_leads_to_the_main_page(page: Make) -> None:
    article = page("/a", addresses=(("print", "/print/1"),))
    print_page = page("/print/1", kind="print")
    tracked = page("/print/1?utm_source=x", kind="print")
    outcome = found(article, print_page, tracked)
    assert outcome["/print/1?utm_source=x"] == ("print", "/a")


def test_pages_that_name_each_other_are_one(page: Make) -> None:
    outcome = found(page("/a", canonical="/b"), page("/b", canonical="/a"))
    assert len(outcome) == 1


def test_different_articles_stay_apart(page: Make) -> None:
    assert (
        found(page("/a", title="One", text=1), page("/b", title="Two", text=9), page("/c", title="One", text=30)) == {}
    )


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("http://e.example/a?page=3", 3),
        ("http://e.example/a/comment-page-2/#comments", None),
        ("http://e.example/a/comment-page-2/", 2),
        ("http://e.example/a?cpage=4", 4),
        ("http://e.example/a/2/", 2),
        ("http://e.example/a_p2.html", 2),
        ("http://e.example/2014/02/story", None),
    ],
)
def test_the_number_of_a_part_is_read_from_its_address(url: str, number: int | None) -> None:
    assert part_number(url) == number


def test_plain_addresses_ignore_sessions_and_index_files() -> None:
    assert plain_address("http://e.example/a;jsessionid=1F/index.php?id=2&PHPSESSID=9") == "e.example/a?id=2"
