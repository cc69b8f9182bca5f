"""Each link is judged once: by scope, limits and traps, and what is left out is told."""

from datetime import date

import pytest

from crawler.admission import Admission, Place
from crawler.configuration import Configuration, scope_of
from crawler.links import FoundLink, LinkKind
from crawler.traps import TrapBudgets, TrapWatch

SEED = "http://blog.example/news/"
PAGE = Place(SEED, "", is_page=True)


class Told:
    """An admission, and what it told of what it left out."""

    def __init__(self, budgets=None, **fields):
        self.skipped = []
        configuration = Configuration(seeds=(SEED,), **fields)
        watch = TrapWatch(date(2026, 11, 24), budgets or TrapBudgets())
        note = lambda *skip: self.skipped.append(skip[:2])  # noqa: E731
        self.admission = Admission(scope_of(configuration), configuration, watch, note)

    def admit(self, path, kind=LinkKind.PAGE, relation="a", place=PAGE):
        url = path if path.startswith("http") else f"http://blog.example{path}"
        return [
            (got.kind, got.hop_path, got.priority)
            for got in self.admission.admit([FoundLink(url, kind, relation)], place)
        ]


def test_a_page_in_scope_is_asked_for_once():
    told = Told()
    assert told.admit("/news/a") == [("page", "L", -1)]
    assert told.admit("/news/a?utm_source=x") == []
    assert told.skipped == []


def test_a_page_out_of_scope_is_told_once():
    told = Told()
    assert told.admit("/about") == told.admit("/about") == []
    assert told.skipped == [("http://blog.example/about", "outOfScope")]


def test_what_is_out_of_scope_as_a_page_may_be_needed_as_an_image():
    told = Told()
    assert told.admit("http://cdn.example/a") == []
    assert told.admit("http://cdn.example/a", LinkKind.REQUISITE, "img") == [("requisite", "E", 10)]


def test_requisites_come_before_the_next_page():
    told = Told()
    (page,), (image,) = told.admit("/news/a"), told.admit("/i.png", LinkKind.REQUISITE, "img")
    assert image[2] > page[2]


def test_a_requisites_pages_are_not_ours():
    told = Told()
    frame = Place("http://widget.example/", "LE", is_page=False)
    assert told.admit("/news/b", place=frame) == []
    assert told.admit("http://widget.example/a.css", LinkKind.REQUISITE, "stylesheet", frame) == [
        ("requisite", "LEE", 10)
    ]


def test_embeds_within_embeds_end():
    told = Told()
    assert told.admit("/a.png", LinkKind.REQUISITE, "css", Place("http://a.example/", "LEEE", is_page=False)) == []
    assert told.skipped == [("http://blog.example/a.png", "hopLimit")]


def test_a_frame_in_scope_is_a_page_and_one_elsewhere_a_requisite():
    told = Told()
    assert told.admit("/news/frame", LinkKind.FRAME, "iframe")[0][0] == "page"
    assert told.admit("http://video.example/1", LinkKind.FRAME, "iframe")[0][0] == "requisite"


def test_a_print_version_outside_the_folder_is_ours_and_what_it_links_is_not():
    told = Told()
    assert told.admit("/print/12", LinkKind.RENDITION, "print")[0][0] == "page"
    assert told.admit("/elsewhere", place=Place("http://blog.example/print/12", "L", is_page=True)) == []


def test_a_feed_a_page_declares_is_ours_anywhere_and_a_link_to_one_is_not():
    told = Told()
    assert told.admit("http://feeds.example/blog", LinkKind.FEED, "feed")[0][0] == "feed"
    assert told.admit("http://feeds.example/other", LinkKind.FEED, "feed-link") == []


@pytest.mark.parametrize(
    ("fields", "reason"), [({"page_limit": 1}, "pageLimit"), ({"depth_limit": 1}, "hopLimit")], ids=["pages", "depth"]
)
def test_limits_are_told(fields, reason):
    told = Told(**fields)
    told.admit("/news/a")
    assert told.admit("/news/b", place=Place("http://blog.example/news/a", "L", is_page=True)) == []
    assert told.skipped == [("http://blog.example/news/b", reason)]


def test_requisites_may_be_left_out():
    told = Told(has_requisites=False)
    assert told.admit("/a.png", LinkKind.REQUISITE, "img") == []
    assert told.skipped == [("http://blog.example/a.png", "requisitesOff")]


def test_an_include_rule_opens_a_trap():
    budgets = TrapBudgets(queries_one_name=1)
    closed, opened = Told(budgets), Told(budgets, include=(r"/news/\?p=",))
    for told, count in ((closed, 1), (opened, 3)):
        assert len([page for number in range(3) for page in told.admit(f"/news/?p={number}")]) == count


def test_a_seeds_redirect_takes_the_scope_along():
    told = Told()
    moved = "https://www.blog.example/journal/"
    assert told.admission.follows_redirect(moved, source=SEED, hop_path="R", kind="page")
    assert told.admit(f"{moved}a") == [("page", "L", -1)]


def test_another_pages_redirect_does_not():
    told = Told()
    assert not told.admission.follows_redirect("http://other.example/", source=SEED, hop_path="LR", kind="page")
    assert told.skipped == [("http://other.example/", "redirectToExcluded")]


def test_an_earlier_run_is_recalled():
    told = Told(page_limit=1)
    told.admission.recall("http://blog.example/news/a", url="http://blog.example/news/a", kind="page")
    assert told.admit("/news/a") == []
    assert told.admit("/news/b") == []
    assert told.skipped == [("http://blog.example/news/b", "pageLimit")]
