"""A site's pages together: what its templates repeat, and what that mends on each page."""

from __future__ import annotations

import pytest

from archive.model import Page, Region
from archive.page import read_page
from archive.parse import parse_page
from archive.site_templates import SiteEvidence, chrome_nodes, evidence_json, learn_site, observe, template_of

TOPICS = ("paint", "rope", "tar", "gulls", "cranes", "gloves", "rivets", "fog")
PLEA = "Our yard has been building boats since 1911 and we would be glad if you came to see us on a Sunday."


def html(topic: str, *, story: str = "") -> str:
    story = story or "".join(
        f"<p>This is what {name} of the {topic} means to us at the yard, and why we write so much of it here.</p>"
        for name in ("the smell", "the price", "the colour")
    )
    return (
        f'<title>On {topic}</title><body class="one"><div class="menu"><a href="/">Home</a></div><div class="main">'
        f'<h1>On {topic}</h1><div class="story">{story}<h3>Summary</h3><p>{topic} is worth it, all in all.</p>'
        f'<p class="plea">{PLEA}</p></div></div><div class="foot">Slip 4</div></body>'
    )


def page(topic: str) -> Page:
    return read_page(html(topic), url=f"http://yard.example/{topic}")


def site() -> SiteEvidence:
    return learn_site(observe(page(topic)) for topic in TOPICS)


def text_of(found: Page, nodes: frozenset[int]) -> list[str]:
    return [found.texts[node] for node in sorted(nodes)]


def test_what_pages_of_one_template_repeat_is_chrome() -> None:
    found = page("paint")
    assert text_of(found, chrome_nodes(found, site())) == ["Home", "Summary", PLEA, "Slip 4"]


def test_two_pages_are_not_enough_to_call_anything_chrome() -> None:
    evidence = learn_site(observe(page(topic)) for topic in TOPICS[:2])
    assert chrome_nodes(page("paint"), evidence) == frozenset()


def test_one_article_under_many_addresses_counts_once() -> None:
    shapes = [observe(read_page(html("paint"), url=f"http://yard.example/{n}")) for n in range(9)]
    assert chrome_nodes(page("paint"), learn_site(shapes)) == frozenset()


def test_the_order_of_the_pages_changes_nothing() -> None:
    shapes = [observe(page(topic)) for topic in TOPICS]
    shuffled = shapes[4:] + shapes[3::-1]
    assert learn_site(shapes) == learn_site(shuffled)
    assert learn_site(shapes).version == learn_site(shuffled).version
    assert evidence_json(learn_site(shapes)) == evidence_json(learn_site(shuffled))


def test_pages_of_another_shape_are_another_template() -> None:
    other = "".join(
        f'<div class="x{n}">{word}</div>' for n, word in zip("abcdefghijklmnopqrst", TOPICS * 3, strict=False)
    )
    shapes = [observe(page(topic)) for topic in TOPICS]
    shapes.append(observe(read_page(f"<title>o</title>{other}", url="http://yard.example/other")))
    evidence = learn_site(shapes)
    assert [template.page_count for template in evidence.templates] == [8, 1]
    assert template_of(page("fog"), evidence) == evidence.templates[0]


def test_a_repeated_paragraph_leaves_the_body_and_a_repeated_heading_stays() -> None:
    alone = parse_page(html("paint"), url="http://yard.example/paint")
    together = parse_page(html("paint"), url="http://yard.example/paint", site=site())
    assert alone.body is not None
    assert together.body is not None
    assert PLEA in alone.body.text
    assert PLEA not in together.body.text
    assert "worth it" in together.body.text
    assert ("Summary" in together.body.text) == ("Summary" in alone.body.text)


def test_a_page_read_alone_is_not_changed_by_what_was_learnt_before() -> None:
    before = parse_page(html("tar"), url="http://yard.example/tar")
    site()
    assert parse_page(html("tar"), url="http://yard.example/tar") == before


def test_a_site_of_one_page_changes_nothing() -> None:
    evidence = learn_site([observe(page("tar"))])
    url = "http://yard.example/tar"
    assert parse_page(html("tar"), url=url, site=evidence) == parse_page(html("tar"), url=url)


@pytest.mark.parametrize(
    ("dates", "day_first"),
    [(("25/07/2013", "03/04/2013"), True), (("07/25/2013", "03/04/2013"), False), (("03/04/2013", "05/06/2013"), None)],
)
def test_the_order_of_day_and_month_is_told_by_the_dates_that_have_one(dates: tuple[str, str], day_first: bool) -> None:
    shapes = [
        observe(read_page(f"<title>{n}</title><p>{date}</p>", url=f"http://yard.example/{n}"))
        for n, date in enumerate(dates)
    ]
    assert learn_site(shapes).day_first is day_first


def test_the_sites_order_reaches_the_dates_of_its_pages() -> None:
    shapes = [
        observe(read_page(f"<title>{n}</title><p>{25 + n}/07/2013</p>", url=f"http://yard.example/{n}"))
        for n in range(3)
    ]
    text = '<h1>Paint</h1><p class="date">Posted on 03/04/2013</p><p>' + "The paint is blue again. " * 20 + "</p>"
    parsed = parse_page(text, url="http://yard.example/9", site=learn_site(shapes))
    assert parsed.published is not None
    assert parsed.published.value == "2013-04-03"


def named_as_site(topic: str) -> str:
    story = "".join(
        f"<p>This is what {name} of the {topic} means to us at the yard, and why we write so much of it here.</p>"
        for name in ("the smell", "the price", "the colour", "the weight", "the sound", "the look", "the use")
    )
    return (
        f"<title>About {topic} and more - The Yard</title><body><h1>The Yard</h1><a href='/'>Home</a>"
        f"<div class='post'><h2>About {topic} and more</h2><p class='date'>3 May 2014</p>{story}</div></body>"
    )


def test_a_headline_that_all_pages_have_is_the_sites_name_and_gives_way() -> None:
    url = "http://yard.example/{}"
    evidence = learn_site(observe(read_page(named_as_site(t), url=url.format(t))) for t in TOPICS)
    alone = parse_page(named_as_site("rope"), url=url.format("rope"))
    together = parse_page(named_as_site("rope"), url=url.format("rope"), site=evidence)

    assert alone.title is not None
    assert alone.title.text == "The Yard"
    assert together.title is not None
    assert together.title.text == "About rope and more"
    told = [(s.region, s.text) for s in together.segments if s.text in ("The Yard", "About rope and more")]
    assert told == [(Region.FURNITURE, "The Yard"), (Region.TITLE, "About rope and more")]
    assert together.body is not None
    assert together.body.text.startswith("This is what the smell of the rope")
