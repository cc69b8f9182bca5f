"""Publication and change are told apart, each with the words that print it."""

# ruff: noqa: E501 - markup reads best as it was served

from __future__ import annotations

import pytest

from archive.model import Claim, Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions import Context, Findings
from archive.regions.date import read
from archive.regions.title import read as read_title
from archive.structured import read_structured_data

ARTICLE = """<html lang="{language}"><head><title>Why oak trees matter | Example</title>{head}</head><body>
<article class="post"><h1>Why oak trees matter</h1>{date}<p>Oak trees feed three hundred kinds of insects.</p>{end}
</article><div class="footer">© 2019 Example</div></body></html>"""


def findings(
    date: str = "", *, head: str = "", end: str = "", url: str = "http://example.com/oaks", day_first: bool | None = None,
    language: str = "en", comments: bool = False,
) -> Findings:  # fmt: skip
    page = read_page(ARTICLE.format(date=date, head=head, end=end, language=language), url=url)
    context = Context(page, read_structured_data(page), day_first=day_first)
    found = [read_title(context)]
    if comments:
        node = next(n for n, a in enumerate(page.attributes) if a.get("id") == "comments")
        found.insert(0, Findings(claims=(Claim(node, Region.COMMENT, "test:comments"),)))
    return read(Context(page, context.structured, found=tuple(found), day_first=day_first))


def test_the_date_as_printed_stands_beside_its_value() -> None:
    found = findings('<p class="date">July 25, 2013</p>')

    assert found.published
    assert (found.published.value, found.published.precision, found.published.raw) == (
        "2013-07-25",
        "day",
        "July 25, 2013",
    )
    assert (found.published.node, Region.DATE) in [(c.node, c.region) for c in found.claims]


def test_the_zone_comes_from_the_source_that_states_it_and_the_words_from_the_page() -> None:
    found = findings(
        '<div class="submitted"><span property="dc:date dc:created" content="2013-07-25T10:14:06-04:00">Submitted by '
        '<a class="username" href="/user/18">Public Affairs</a> on Thu, 07/25/2013 - 10:14</span></div>'
    )

    assert found.published
    assert found.published.value == "2013-07-25T10:14:06-04:00"
    assert found.published.raw == "Thu, 07/25/2013 - 10:14"
    assert found.published.source == "rdfa"


def test_published_and_modified_are_told_apart() -> None:
    found = findings('<p class="meta">Published July 25, 2013. Updated August 3, 2014.</p>')

    assert found.published
    assert found.modified
    assert (found.published.value, found.modified.value) == ("2013-07-25", "2014-08-03")


def test_the_sites_order_settles_an_ambiguous_date() -> None:
    line = '<p class="date">05/04/2013</p>'

    day_first, month_first = findings(line, day_first=True).published, findings(line, day_first=False).published

    assert day_first
    assert month_first
    assert (day_first.value, month_first.value) == ("2013-04-05", "2013-05-04")


def test_the_address_settles_an_ambiguous_date() -> None:
    found = findings('<p class="date">05/04/2013</p>', url="http://example.com/2013/04/05/oaks")

    assert found.published
    assert found.published.value == "2013-04-05"


def test_another_date_of_the_page_settles_an_ambiguous_one() -> None:
    found = findings('<p class="date">05/04/2013</p>', end='<p class="related">See also 23/03/2013</p>')

    assert found.published
    assert found.published.value == "2013-04-05"


def test_the_language_settles_an_ambiguous_date() -> None:
    found = findings('<p class="date">05/04/2013</p>', language="fr")

    assert found.published
    assert found.published.value == "2013-04-05"


def test_a_date_inside_a_comment_is_not_the_articles() -> None:
    comment = '<div id="comments"><p class="date">July 30, 2013</p><p>I agree.</p></div>'
    found = findings(end=comment, comments=True)

    assert found.published is None


def test_every_source_is_recorded_with_what_was_believed() -> None:
    found = findings(
        '<p class="date">July 25, 2013</p>', head='<meta property="article:modified_time" content="2014-01-01T00:00Z">'
    )

    told = {(c.field, c.value[:10], c.accepted) for c in found.field_claims}
    assert {("published", "2013-07-25", True), ("modified", "2014-01-01", True)} <= told


def test_a_page_without_dates_has_none() -> None:
    found = findings()

    assert (found.published, found.modified) == (None, None)


def test_a_meta_element_of_the_houses_own_name_states_the_day() -> None:
    found = findings(head='<meta name="w-published-date" content="2025-05-27T06:03:43Z">')

    assert found.published
    assert found.published.value == "2025-05-27T06:03:43Z"


def test_an_attribute_of_the_page_states_the_day() -> None:
    found = findings(end='<div data-pubdate="2022-10-05" data-lastmod="2025-12-02">Guide</div>')

    assert found.published
    assert found.published.value == "2022-10-05"


def test_a_day_that_a_sentence_mentions_does_not_win_over_the_line_above_the_headline() -> None:
    found = findings(
        '<p class="date">OCTOBER 13, 2025</p>',
        end="<p>The summit is on 7 December 2026, the expo from 8 to 11 December 2026, and many will come from far away to see "
        "what is new, and to talk about what was new a year ago.</p>",
    )

    assert found.published
    assert found.published.value == "2025-10-13"


def test_a_line_that_names_a_month_alone_gives_the_month_and_no_day() -> None:
    found = findings('<p class="date">May 2014</p>')

    assert found.published
    assert (found.published.value, found.published.precision, found.published.raw) == ("2014-05", "month", "May 2014")


def test_a_month_in_a_sentence_is_no_date_of_publication() -> None:
    found = findings(
        "<p>In May 2014 the oldest oak of the county fell in a storm, and nobody was there to hear it fall.</p>"
    )

    assert found.published is None


def test_a_day_that_is_called_an_update_is_no_publication_where_one_is_stated() -> None:
    found = findings(
        '<p class="date updated">Updated on July 4, 2024</p>',
        head='<meta property="article:published_time" content="2020-12-20T13:09:14+01:00">',
    )

    assert found.published
    assert found.modified
    assert (found.published.value[:10], found.modified.value) == ("2020-12-20", "2024-07-04")


def test_the_label_before_a_time_element_tells_that_its_day_is_one_of_change() -> None:
    found = findings(
        '<p class="meta">By Jane Doe <span>last updated</span> <time datetime="2017-04-04T10:00:00Z">4 April 17</time></p>',
        head='<meta property="article:published_time" content="2017-01-13T10:00:00Z">',
    )

    assert found.published
    assert found.modified
    assert (found.published.value[:10], found.modified.value[:10]) == ("2017-01-13", "2017-04-04")


def test_an_updated_element_of_hatom_without_words_dates_the_entry() -> None:
    found = findings('<span class="updated" title="2013-04-04T18:52:11+00:00"></span>')

    assert found.published
    assert found.published.value == "2013-04-04T18:52:11+00:00"


def test_the_day_that_the_description_names_supports_the_one_that_is_printed() -> None:
    date = '<div class="docData"><span>Datum:</span> <span>18.10.2021</span></div>'
    law = "<p>Im Amtsblatt vom 17. August 2021 wurde das Gesetz verkündet.</p>"
    found = findings(date + law, head='<meta name="description" content="Meldung vom 18.10.2021">', language="de")

    assert found.published
    assert found.published.value == "2021-10-18"


def test_state_saved_in_an_attribute_states_the_day() -> None:
    state = '{"post":{"title":"Oaks","datePublished":"2019-05-17T09:00:00-05:00"}}'
    found = findings(end=f"<div data-props='{state}'></div>")

    assert found.published
    assert (found.published.value, found.published.source) == ("2019-05-17T09:00:00-05:00", "script")


def test_one_date_called_published_and_updated_is_that_of_publication() -> None:
    found = findings(
        end='<footer class="entry-footer"><span class="posted-on">Published <time class="entry-date published updated" '
        'datetime="2013-01-17T10:45:00+01:00">January 17, 2013</time></span></footer>'
    )

    assert found.published
    assert (found.published.value, found.published.raw) == ("2013-01-17T10:45:00+01:00", "January 17, 2013")
    assert found.modified is None


@pytest.mark.parametrize("label", ["Published:", "Created at :", "Veröffentlicht am", "发布于："])
def test_a_line_that_labels_a_date_is_of_the_date(label: str) -> None:
    html = (
        "<title>Oaks</title><article><h1>Oaks of the park</h1><p>The oak keeps its leaves until late in the year.</p>"
        f"<footer><p>{label} <time datetime=2019-05-03>3 May 2019</time></p><p>By Ann Lee</p></footer></article>"
    )
    parsed = parse_page(html, url="https://example.com/oaks")

    assert [s.text for s in parsed.segments if s.region is Region.DATE] == [f"{label} 3 May 2019"]
    assert [s.text for s in parsed.segments if s.region is Region.BYLINE] == ["By Ann Lee"]
