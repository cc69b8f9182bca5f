"""Endless address spaces are recognised and bounded; real blogs are not."""

from datetime import date

import pytest

from crawler.traps import TrapBudgets, TrapWatch, directory_shape, path_shape

TODAY = date(2026, 11, 24)
HOST = "http://blog.example"


def kinds(watch, *addresses):
    return [trap.kind if (trap := watch.judge(f"{HOST}{address}")) else None for address in addresses]


@pytest.mark.parametrize(
    "address",
    [
        "/", "/2011/06/14/a-vision-for-mexico", "/2011/06/", "/node/3104", "/?p=12", "/blog?page=3", "/4512/11",
        "/news/2013/05/what-bakers-told-us/comment-page-2/", "/archive/2009", "/a/b/c/d/e/f/g/h", "/en/us/en/about",
        "/print/31", "/search?q=mexico", "/gallery/2/2/2/2",
    ],
)  # fmt: skip
def test_what_blogs_have_is_no_trap(address):
    assert kinds(TrapWatch(TODAY), address) == [None]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/a/b/a/b/a/b/", "endless-path"),
        ("/" + "/".join(f"x{n}" for n in range(30)), "endless-path"),
        ("/events/2199/05/", "calendar"),
        ("/calendar?month=5&year=2040", "calendar"),
        ("/events?date=1804-01-01", "calendar"),
        ("/events/2014/13/", "calendar"),
        ("/a/?replytocom=12", "action"),
        ("/wp-login.php?redirect_to=x", "action"),
        ("/comment/reply/31/4", "action"),
        ("/shop?add-to-cart=3", "action"),
    ],
)
def test_what_leads_nowhere_is_a_trap(address, kind):
    assert kinds(TrapWatch(TODAY), address) == [kind]


def test_a_calendar_within_the_webs_time_is_bounded():
    watch = TrapWatch(TODAY, TrapBudgets(calendar_months=12))
    found = kinds(watch, *(f"/events/{2000 + n // 12}/{n % 12 + 1:02}/" for n in range(20)))
    assert found == [None] * 12 + ["calendar"] * 8


def test_filters_that_multiply_are_bounded_and_pagers_are_not():
    watch = TrapWatch(TODAY, TrapBudgets(queries_more_names=5))
    filters = kinds(watch, *(f"/shop?colour={n}&size={n}&brand={n}" for n in range(9)))
    assert filters == [None] * 5 + ["faceted-query"] * 4
    assert kinds(watch, *(f"/shop?page={n}" for n in range(500))) == [None] * 500


def test_one_query_in_two_orders_is_one_page():
    assert kinds(TrapWatch(TODAY), "/x?a=1&b=2", "/x?b=2&a=1", "/x?a=2&b=1") == [None, "query-order", None]


def test_a_value_that_is_random_each_time_is_a_session():
    watch = TrapWatch(TODAY, TrapBudgets(random_values=3))
    tokens = [f"/x?visit={n:032x}" for n in (7**30, 7**31, 7**32, 7**33, 7**34)]
    assert kinds(watch, *tokens) == [None] * 3 + ["session-id"] * 2


def test_pages_that_repeat_close_their_shape_and_no_other():
    watch = TrapWatch(TODAY, TrapBudgets(barren_pages=3))
    closed = [watch.note_page(f"{HOST}/comment/{n}", is_repeated=True) for n in range(3)]
    assert [trap.kind if trap else None for trap in closed] == [None, None, "repeated-content"]
    assert kinds(watch, "/comment/99", "/comments/99") == ["repeated-content", None]


def test_a_page_with_news_keeps_its_shape_open():
    watch = TrapWatch(TODAY, TrapBudgets(barren_pages=3))
    for number in range(20):
        assert watch.note_page(f"{HOST}/comment/{number}", is_repeated=number % 3 != 0) is None


def test_numbers_of_addresses_are_bounded_for_each_shape():
    watch = TrapWatch(TODAY, TrapBudgets(shape_addresses=4, shape_requisites=4))
    assert kinds(watch, *(f"/p/{n}" for n in range(6))) == [None] * 4 + ["too-many"] * 2
    images = [watch.judge_requisite(f"{HOST}/i/{n}.png") for n in range(6)]
    assert [trap is not None for trap in images] == [False] * 4 + [True] * 2


def test_the_summary_counts_and_shows_examples():
    watch = TrapWatch(TODAY)
    kinds(watch, "/a/?replytocom=1", "/a/?replytocom=2", "/events/2199/01/")
    assert [(row["kind"], row["left_out"]) for row in watch.summary()] == [("action", 2), ("calendar", 1)]
    assert watch.summary()[0]["examples"] == [f"{HOST}/a/?replytocom=1", f"{HOST}/a/?replytocom=2"]


def test_shapes_forget_numbers_names_and_values():
    assert path_shape(f"{HOST}/2011/06/a") == path_shape(f"{HOST}/2012/11/b")
    assert path_shape(f"{HOST}/a?x=1") != path_shape(f"{HOST}/a?y=1")
    assert directory_shape(f"{HOST}/news/tag/wheat/") == f"{HOST}/news/tag/"
