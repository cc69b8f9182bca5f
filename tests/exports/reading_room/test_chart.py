"""The picture of counts over time is readable without seeing it, and safe with any label."""

from __future__ import annotations

from itertools import pairwise

from lxml import etree

from exports.reading_room.chart import bars, without_gaps


def test_nothing_to_show_is_no_picture() -> None:
    assert bars([], first="articles", second="comments") == ""


def test_each_bar_says_its_numbers_and_the_picture_has_a_name() -> None:
    picture = bars([("2012", 3, 9), ("2013", 1, 0)], first="articles", second="comments", link="/timeline?month={}")
    root = etree.fromstring(picture)
    assert root.get("aria-label") == "articles and comments, 2012 to 2013"
    assert [t.text for t in root.iter("title")] == ["2012: 3 articles, 9 comments", "2013: 1 articles, 0 comments"]
    assert [a.get("href") for a in root.iter("a")] == ["/timeline?month=2012", "/timeline?month=2013"]


def test_a_label_cannot_break_out_of_the_picture() -> None:
    etree.fromstring(bars([('"><script>', 1, 1)], first="a<b", second="c&d", link="/x?{}"))


def test_a_long_scale_and_the_last_label_stay_inside_the_picture() -> None:
    months = [(f"{year}-{month:02d}", 12_444, 24_820) for year in range(2008, 2016) for month in range(1, 13)]
    root = etree.fromstring(bars(months, first="articles", second="comments", width=1000))
    assert str(root.attrib["viewBox"]).startswith("0 0 1000 ")
    ends = [float(t.attrib["x"]) for t in root.iter("text") if t.get("text-anchor") == "end"]
    assert min(ends) >= 7 * len("24,820")
    middles = [float(t.attrib["x"]) for t in root.iter("text") if t.get("text-anchor") == "middle"]
    assert max(middles) + 7 * len("2015-12") / 2 <= 1000
    assert all(after - before >= 7 * len("2015-12") for before, after in pairwise(middles))


def test_a_time_without_articles_is_as_wide_as_any_other_and_leads_nowhere() -> None:
    points = without_gaps([("2012-12", 1, 0), ("2013-03", 1, 1)])
    assert [label for label, _, _ in points] == ["2012-12", "2013-01", "2013-02", "2013-03"]
    root = etree.fromstring(bars(points, first="articles", second="comments", link="/timeline?month={}"))
    assert [a.get("href") for a in root.iter("a")] == ["/timeline?month=2012-12", "/timeline?month=2013-03"]


def test_one_wrong_date_does_not_make_a_picture_of_nothing() -> None:
    points = [("0203-01", 1, 0), ("2013-01", 4, 4)]
    assert without_gaps(points) == points
