"""Bylines say who wrote, as what, and in which words the page says so."""

# ruff: noqa: E501 - markup reads best as it was served

from __future__ import annotations

from archive.model import Byline, Contributor, Region
from archive.page import read_page
from archive.parse import parse_page
from archive.regions import Context, Findings
from archive.regions.byline import read
from archive.regions.title import read as read_title
from archive.structured import read_structured_data

ARTICLE = """<html><head><title>Why oak trees matter | Example</title>{head}</head><body>
<div class="menu"><a href="/">Home</a> <a href="/blog">Blog</a></div>
<article class="post"><h1>Why oak trees matter</h1>{byline}
<p>Oak trees feed three hundred kinds of insects, and that is why they matter to everybody who likes birds, and to some
who do not.</p>{end}</article></body></html>"""


def findings(byline: str = "", *, head: str = "", end: str = "") -> Findings:
    page = read_page(ARTICLE.format(byline=byline, head=head, end=end), url="http://www.example.com/blog/why-oak-trees")
    context = Context(page, read_structured_data(page))
    return read(Context(page, context.structured, found=(read_title(context),)))


def authors(found: Findings) -> list[Contributor]:
    return [person for byline in found.bylines for person in byline.contributors if person.relation == "author"]


def test_a_plain_byline_is_read_and_claimed() -> None:
    found = findings('<p class="byline">By <a rel="author" href="/people/jane-doe">Jane Doe</a></p>')

    (byline,) = found.bylines
    assert byline.text_raw == "By Jane Doe"
    assert [(p.name, p.url) for p in byline.contributors] == [("Jane Doe", "http://www.example.com/people/jane-doe")]
    assert (byline.node, Region.BYLINE) in [(c.node, c.region) for c in found.claims]


def test_guests_in_the_first_paragraph_are_the_authors_and_the_account_is_kept() -> None:
    found = findings(
        '<div class="meta submitted">Submitted by <a href="/user/18" class="username">Public Affairs</a> on Thu, '
        "07/25/2013 - 10:14</div><div class=content><p><em>Guest blog post by Anne Altman, general manager of IBM US "
        "Federal Government and Industries, and Dan Pelino, general manager of IBM's public sector business.</em></p></div>"
    )

    account, guests = found.bylines
    assert account.text_raw == "Submitted by Public Affairs on Thu, 07/25/2013 - 10:14"
    assert [(p.name, p.relation, p.is_organisation) for p in account.contributors] == [
        ("Public Affairs", "contributor", True)
    ]
    assert [(p.name, p.role, p.is_guest) for p in guests.contributors] == [
        ("Anne Altman", "general manager", True),
        ("Dan Pelino", "general manager", True),
    ]
    assert guests.text_raw.startswith("Guest blog post by Anne Altman")
    assert [p.name for p in authors(found)] == ["Anne Altman", "Dan Pelino"]
    assert {c.node for c in found.claims} == {account.node, guests.node}


def test_several_authors_of_one_byline_share_it() -> None:
    found = findings('<div class="byline">By Jane Doe, Mary Major and John Smith</div>')

    (byline,) = found.bylines
    assert [p.name for p in byline.contributors] == ["Jane Doe", "Mary Major", "John Smith"]


def test_an_author_told_only_to_machines_has_no_node() -> None:
    found = findings(head='<meta name="author" content="Jane Doe">')

    assert found.bylines == (Byline("Jane Doe", (Contributor("Jane Doe"),), "meta", None),)
    assert found.claims == ()


def test_each_source_of_an_author_is_recorded() -> None:
    found = findings('<p class="byline">By Jane Doe</p>', head='<meta name="author" content="Example Forestry Inc">')

    told = {(c.value, c.accepted) for c in found.field_claims}
    assert ("Jane Doe", True) in told
    assert ("Example Forestry Inc", False) in told


def test_a_photographer_is_named_but_is_no_author() -> None:
    found = findings('<p class="byline">By Jane Doe | Photos by John Roe</p>')

    people = {p.name: p.relation for b in found.bylines for p in b.contributors}
    assert people == {"Jane Doe": "author", "John Roe": "photographer"}


def test_an_author_box_gives_the_bio() -> None:
    box = (
        '<div class="author-box"><h4>About Jane Doe</h4><p>Jane Doe has looked after oak trees for thirty years and '
        "writes about them here.</p></div>"
    )
    found = findings('<p class="byline">By Jane Doe</p>', end=box)

    (person,) = authors(found)
    assert person.bio
    assert "thirty years" in person.bio
    assert "byline:author-box" in {c.rule for c in found.claims}


def test_authors_of_teasers_are_not_the_articles() -> None:
    teasers = '<div class="related">' + "".join(
        f'<div class="teaser-card"><h3><a href="/{n}">Other {n}</a></h3><span class="author">By {name}</span></div>'
        for n, name in enumerate(["Ann Other", "Bob Other", "Cy Other"])
    )
    found = findings('<p class="byline">By Jane Doe</p>', end=teasers + "</div>")

    assert [p.name for p in authors(found)] == ["Jane Doe"]


def test_a_page_that_names_nobody_has_no_byline() -> None:
    assert findings().bylines == ()


def test_a_name_alone_under_the_headline_and_beside_the_date_is_the_author() -> None:
    found = findings("<p>Jane Doe</p><p>May 6, 2014</p>")

    assert [person.name for person in authors(found)] == ["Jane Doe"]


def test_a_line_of_date_and_name_before_the_text_names_the_author() -> None:
    found = findings("<small>04.02.2022 | 13:10 Uhr | Uta Helkenberg</small>")

    assert [person.name for person in authors(found)] == ["Uta Helkenberg"]


def test_who_edited_is_no_author_though_the_name_is_a_link_to_a_profile() -> None:
    found = findings(
        '<div class="byline">Written by <a href="/author/jane-doe">Jane Doe</a> '
        '<span>Edited by <a href="/author/john-roe">John Roe</a></span></div>'
    )

    assert [person.name for person in authors(found)] == ["Jane Doe"]


def test_two_linked_names_that_only_a_style_sheet_keeps_apart_are_two_authors() -> None:
    found = findings(
        '<div class="byline">Written by: <a href="/author/emily-walker">Emily Walker</a>'
        '<a href="/author/casey-mcdevitt">Casey McDevitt</a></div>'
    )

    assert [person.name for person in authors(found)] == ["Emily Walker", "Casey McDevitt"]


def test_an_account_of_one_word_keeps_its_name_beside_a_longer_one() -> None:
    found = findings(
        '<p class="byline">by <span class="author vcard"><a rel="author" href="/author/whova">whova</a></span></p>',
        end='<div class="menu"><a href="/author/releases">Whova Releases</a></div>',
    )

    assert [person.name for person in authors(found)] == ["whova"]


def test_a_sentence_that_goes_on_about_feeds_still_names_who_posted() -> None:
    found = findings(
        end='<p class="postmetadata"><small>This entry was posted by Jane Doe on Monday, March 5th, 2012 at 9:30 am and is filed '
        'under <a href="/category/trees/">Trees</a>. You can follow any responses to this entry through the <a href="/feed/">RSS '
        'feed</a>. You can <a href="#respond">leave a response</a>, or <a href="/trackback/">trackback</a> from your own site.'
        "</small></p>"
    )

    (byline,) = found.bylines
    assert [p.name for p in byline.contributors] == ["Jane Doe"]
    assert byline.text_raw.endswith("and is filed under")


def test_an_author_box_gives_the_profile_and_only_its_own_words() -> None:
    found = findings(
        end='<div class="author-bio"><h2 class="author-title">By Jane Doe</h2><p>Jane Doe has counted oaks since 1988, and birds in '
        'them.</p><a href="/author/jdoe/" rel="author">View all of Jane Doe\'s posts.</a></div>'
    )

    ((name, url, bio),) = [(p.name, p.url, p.bio) for p in authors(found)]
    assert (name, url) == ("Jane Doe", "http://www.example.com/author/jdoe/")
    assert bio == "Jane Doe has counted oaks since 1988, and birds in them."


def test_a_post_that_has_a_thumbnail_is_no_thumbnail() -> None:
    box = '<div class="author-bio"><h2>By Jane Doe</h2><p>Jane Doe has counted oaks since 1988, and birds in them.</p></div>'
    html = ARTICLE.format(byline="", head="", end=box).replace('"post"', '"hentry has-post-thumbnail tag-comments"')
    page = read_page(html, url="http://www.example.com/blog/why-oak-trees")
    context = Context(page, read_structured_data(page))

    (person,) = authors(read(Context(page, context.structured, found=(read_title(context),))))

    assert person.bio == "Jane Doe has counted oaks since 1988, and birds in them."


def test_a_label_in_the_middle_of_a_block_names_who_stands_after_it() -> None:
    found = findings("<p>Date: <b>19.11.2021</b><br><span>Author:</span> Jane Doe<br><span>Source:</span> Forests</p>")

    assert [person.name for person in authors(found)] == ["Jane Doe"]


def test_a_sentence_about_the_author_tells_the_role() -> None:
    found = findings(
        '<p class="byline">By Jane Doe</p>',
        end="<p>Jane Doe is the general manager of Example Forestry, and has been with the house for thirty years.</p>",
    )

    (person,) = authors(found)
    assert (person.role, person.organisation) == ("general manager", "Example Forestry")


def test_a_team_that_is_named_with_an_article_is_the_author() -> None:
    found = findings('<p class="byline">Posted by the Oak Care Team on May 6, 2014</p>')

    assert [(person.name, person.is_organisation) for person in authors(found)] == [("the Oak Care Team", True)]


def authors_of(line: str) -> list[str]:
    text = "<p>The oak keeps its leaves until late in the year, and many birds live in it.</p>" * 4
    html = f"<title>Oaks</title><article><h1>Oaks of the park</h1>{line}{text}</article>"
    parsed = parse_page(html, url="http://example.com/oaks")
    return [person.name for byline in parsed.bylines for person in byline.contributors]


def test_a_badge_beside_a_name_is_no_author() -> None:
    line = "<div class=author><span class=name>Ann Lee</span> <span class=author-badge>Lv2</span></div>"

    assert authors_of(line) == ["Ann Lee"]


def test_the_category_in_which_a_post_stands_is_no_author() -> None:
    assert authors_of("<p>Posted on Fri 15 May 2020 in <a href=/category/people.html>People</a></p>") == []
