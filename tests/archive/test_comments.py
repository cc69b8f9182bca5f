"""Comment areas as a whole: nothing of them is the article's, nothing of the article is theirs, whatever the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.model import Page, Region
from archive.page import read_page
from archive.regions import Context, Findings, comment_form, comments, notices
from archive.segmenting import segment
from archive.structured import StructuredData, read_structured_data

LONG = "The mill has ground flour on this spot since the river was moved in the year of the flood, and it still does. "
ARTICLE = f"<div class='entry'><h1>The mill</h1><p>{LONG * 3}</p><p>{LONG * 3}</p></div>"


def comment(number: int, text: str = "The river was moved twice.", more: str = "") -> str:
    return (
        f"<li class='comment' id='comment-{number}'><cite class='fn'>Ann {number}</cite> "
        f"<span class='date'>May {number % 28 + 1}, 2010 at 9:15 am</span><p>{text}</p>"
        f"<a class='reply' href='#'>Reply</a>{more}</li>"
    )


THREAD = (
    "<div id='comments'><h3>3 Comments</h3><p class='feed'>Subscribe to comments</p><ol class='commentlist'>"
    + comment(1, more="<ul class='children'>" + comment(2) + "</ul>")
    + comment(3)
    + "</ol><div class='navigation'>Older comments</div></div>"
)


def read_context(markup: str) -> Context:
    page = read_page(f"<html><body>{markup}</body></html>", url="http://blog.example/post")
    context = Context(page, read_structured_data(page))
    for region in (comments, comment_form, notices):
        context = replace(context, found=(*context.found, region.read(context)))
    return context


def read_found(markup: str) -> Findings:
    return read_context(markup).found[0]


def regions_of(context: Context, words: str) -> set[Region]:
    return {s.region for s in segment(context.page, context.claimed_nodes()) if words in s.text}


@pytest.mark.parametrize(
    "words",
    ["3 Comments", "Subscribe to comments", "Ann 1", "May 2, 2010", "The river was moved twice", "Reply", "Older"],
)
def test_every_word_of_the_comment_area_is_of_the_comments(words: str) -> None:
    assert regions_of(read_context(ARTICLE + THREAD), words) == {Region.COMMENT}


def test_the_article_keeps_its_words() -> None:
    assert regions_of(read_context(ARTICLE + THREAD), LONG.strip()) == {Region.FURNITURE}


def test_parts_of_a_comment_are_segments_of_their_own_in_its_group() -> None:
    context = read_context(ARTICLE + THREAD)
    kinds = [(s.group, s.kind) for s in segment(context.page, context.claimed_nodes()) if s.group == 0]

    assert kinds[:3] == [(0, "author"), (0, "date"), (0, "text")]


def test_the_text_of_an_answer_is_not_in_the_text_of_what_it_answers() -> None:
    markup = comment(1, "First words.", "<ul class='children'>" + comment(2, "Second words.") + "</ul>")

    found = read_found(f"{ARTICLE}<ol class='commentlist'>{markup}</ol>")

    assert [(c.text, c.parent, c.depth) for c in found.comments] == [("First words.", None, 0), ("Second words.", 0, 1)]


def test_depth_classes_make_threads_of_flat_lists() -> None:
    flat = "".join(
        comment(n).replace("class='comment'", f"class='comment depth-{depth}'")
        for n, depth in enumerate([1, 2, 3, 2, 1], start=1)
    )

    found = read_found(f"{ARTICLE}<ol class='commentlist'>{flat}</ol>")

    assert [(c.parent, c.depth) for c in found.comments] == [(None, 0), (0, 1), (1, 2), (0, 1), (None, 0)]


def test_indents_make_threads_of_flat_lists() -> None:
    flat = "".join(
        f"<div class='comment' style='margin-left: {indent}px' id='comment-{n}'><b class='author'>Ann</b>"
        f"<i class='date'>2010-05-0{n}</i><p>Words {n}.</p></div>"
        for n, indent in enumerate([0, 20, 40, 20], start=1)
    )

    found = read_found(f"{ARTICLE}<div id='comments'>{flat}</div>")

    assert [c.parent for c in found.comments] == [None, 0, 1, 0]


def test_a_page_that_begins_in_mid_thread_has_no_parent_for_its_first_comment() -> None:
    markup = (
        "<div id='comments' class='comment-wrapper'><div class='indented'><a id='comment-8'></a><div class='comment'>"
        "<span class='username'>Bob</span> <span class='submitted'>Tue, 05/04/2010 - 23:02</span>"
        "<div class='content'><p>Thrice.</p></div></div></div><a id='comment-9'></a><div class='comment'>"
        "<span class='username'>Ann</span> <span class='submitted'>Wed, 05/05/2010 - 10:00</span>"
        "<div class='content'><p>Never.</p></div></div></div>"
    )

    found = read_found(ARTICLE + markup)

    assert [(c.author, c.parent, c.depth) for c in found.comments] == [("Bob", None, 1), ("Ann", None, 0)]


def test_links_in_reply_to_name_the_parent() -> None:
    second = comment(2).replace("<p>", "<a href='#comment-1'>in reply to Ann 1</a><p>")

    found = read_found(f"{ARTICLE}<ol class='commentlist'>{comment(1)}{comment(5)}{second}</ol>")

    assert [c.parent for c in found.comments] == [None, None, 0]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Your comment is awaiting moderation.", "pending"),
        ("Ihr Kommentar wartet auf Freischaltung.", "pending"),
        ("Tu comentario está pendiente de moderación.", "pending"),
        ("Votre commentaire est en attente de modération.", "pending"),
        ("Seu comentário está aguardando moderação.", "pending"),
    ],
)
def test_comments_that_wait_for_moderation_say_so(words: str, status: str) -> None:
    found = read_found(f"{ARTICLE}<ol class='commentlist'>{comment(1, more=f'<em>{words}</em>')}</ol>")

    assert [(c.status, c.text) for c in found.comments] == [(status, "The river was moved twice.")]


def test_deleted_comments_stay_in_the_thread() -> None:
    removed = comment(2, "This comment has been removed by the author.")

    found = read_found(f"{ARTICLE}<ol class='commentlist'>{comment(1)}{removed}</ol>")

    assert [c.status for c in found.comments] == [None, "deleted"]


def test_a_heading_with_name_and_date_is_the_byline() -> None:
    markup = (
        "<div id='comments'><div class='comment' id='comment-1'><h4><span>Ann Mill</span> <time>May 3, 2010</time></h4>"
        "<p>The river was moved twice.</p></div></div>"
    )

    (one,) = read_found(ARTICLE + markup).comments

    assert (one.author, one.subject) == ("Ann Mill", None)


TRAPS = {
    "recent comments in a sidebar": "<div id='sidebar'><div id='recent-comments' class='widget'><h3>Recent "
    "Comments</h3><ul>"
    + "".join(f"<li class='recentcomments'>Ann {n} on <a href='/p{n}#comment-{n}'>A post</a></li>" for n in range(5))
    + "</ul></div></div>",
    "drupal's block of recent comments": "<div id='block-comment-recent' class='block'><h2>Recent comments</h2><ul>"
    + "".join(
        f"<li><a href='/comment/{n}#comment-{n}'>Twice</a> <span>2 years {n} months ago</span></li>"
        for n in range(1, 5)
    )
    + "</ul></div>",
    "related posts": "<div class='related-posts'><h3>Related</h3>"
    + "".join(
        f"<div class='post'><a href='/p{n}'>A post</a> <span class='date'>May {n}, 2010</span></div>"
        for n in range(1, 5)
    )
    + "</div>",
    "teasers with comment counts": "".join(
        f"<div class='teaser'><h2><a href='/p{n}'>Post {n}</a></h2><p class='byline'>by Ann on May {n}, "
        f"2010</p><p>{LONG}</p>"
        f"<a class='comments' href='/p{n}#comments'>{n} comments</a></div>"
        for n in range(1, 6)
    ),
    "testimonials": "<div class='testimonials'>"
    + "".join(f"<div class='testimonial'><p>Great flour.</p><cite>Ann {n}, baker</cite></div>" for n in range(3))
    + "</div>",
    "search results": "<h2>Search results</h2><ol>"
    + "".join(f"<li><a href='/p{n}'>Post {n}</a> by Ann, May {n}, 2010<p>{LONG}</p></li>" for n in range(1, 6))
    + "</ol>",
    "an author box and the date of the article": "<div class='author'>by Ann</div><div class='date'>May 3, 2010</div>",
    "questions and answers of a help page": "<h2>Questions</h2>"
    + "".join(
        f"<div class='answer'><h4>Can I change plans?</h4><p>You can, at any time, number {n}.</p></div>"
        for n in range(4)
    ),
}


@pytest.mark.parametrize("trap", sorted(TRAPS))
def test_lists_of_other_things_are_no_comments(trap: str) -> None:
    found = read_found(ARTICLE + TRAPS[trap])

    assert (found.comments, found.kind) == ((), None)


TOKENS = st.sampled_from(
    [
        "<div class='comment'>",
        "<li class='comment' id='comment-7'>",
        "<ol class='commentlist'>",
        "<div id='comments'>",
        "</div>",
        "</li>",
        "</ol>",
        "<div class='indented'>",
        "<div class='post' id='p12'>",
        "<a name='msg5'></a>",
        "<a id='comment-8'></a>",
        "<table>",
        "<tr>",
        "<td>",
        "<cite>",
        "</cite>",
        "Ann Mill says:",
        "May 3, 2010 at 9:15 am",
        "3 Comments",
        "Reply",
        "<p>",
        "The river was moved. ",
        "<h3>",
        "</h3>",
        "<form id='commentform'>",
        "<textarea>",
        "</textarea></form>",
        "Comments are closed.",
        "<dl>",
        "<dt>",
        "<dd>",
        "<span class='date'>",
        "</span>",
        "<div class='post-meta author'>",
        "We use cookies on this site",
        "<article>",
        "<div class='comment-body' style='margin-left:9em'>",
        "\x00",
        "<b>Re: x</b>",
        '<script type=\'application/json\'>{"comments":[{"author":"a","date":1,"text":"b"}]}</script>',
        "Posted by: Bob | ",
        "<br>",
        "<svg><title>",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TOKENS | st.text(max_size=12), max_size=50), st.sampled_from(["/post", "/viewtopic.php?t=7"]))
def test_any_page_gives_threads_that_hold_together(pieces: list[str], path: str) -> None:
    page = read_page("".join(pieces), url=f"http://forum.example{path}")
    context = Context(page, read_structured_data(page))
    for region in (comments, comment_form, notices):
        context = replace(context, found=(*context.found, region.read(context)))

    found = context.found[0].comments
    for position, one in enumerate(found):
        assert one.position == position
        assert one.parent is None or one.parent < position
        assert one.parent is None or one.depth == found[one.parent].depth + 1
    assert covered(page, context) == len(page.visible)


def covered(page: Page, context: Context) -> int:
    return sum(len(s.nodes) for s in segment(page, context.claimed_nodes()))


@settings(deadline=None)
@given(st.text(max_size=300))
def test_text_alone_never_raises(text: str) -> None:
    read_context(text)


def test_a_thread_printed_twice_is_read_once_and_neither_copy_is_the_articles() -> None:
    items = "".join(
        f'<li class="comment" id="comment-{n}"><cite>{name}</cite> <small>May {n}, 2010</small>'
        f"<p>The river moved {n} times.</p></li>"
        for n, name in ((3, "Ann"), (4, "Bob"))
    )
    text = "<p>" + "The mill has ground flour on this spot since the river was moved. " * 6 + "</p>"
    page = read_page(
        f'<h1>The mill</h1><div class="entry">{text}</div><div id="posts">'
        f'<ol class="commentlist" id="list_recent">{items}</ol>'
        f'<ol class="commentlist" id="list_best">{items}</ol></div>',
        url="http://blog.example/2010/the-mill/",
    )

    found = comments.read(Context(page, StructuredData()))

    assert [c.author for c in found.comments] == ["Ann", "Bob"]
    claimed = {n for claim in found.claims for n in range(claim.node, page.ends[claim.node])}
    assert all(n in claimed for n in page.visible if "river moved" in page.texts[n])


@pytest.mark.parametrize(
    ("href", "url"), [("http://ann.example/", "http://ann.example/"), ("#", None), ("/post#comment-1", None)]
)
def test_a_name_that_leads_to_the_comment_has_no_address(href: str, url: str | None) -> None:
    thread = THREAD.replace("Ann 1</cite>", f"<a href='{href}'>Ann 1</a></cite>")
    assert [c.author_url for c in read_found(ARTICLE + thread).comments] == [url, None, None]


def test_words_of_the_articles_address_do_not_cost_comments_their_own() -> None:
    thread = THREAD.replace("May 2, 2010 at 9:15 am", "<a href='/long-report/#comment-1'>May 2, 2010</a>")
    page = read_page(ARTICLE + thread, url="http://blog.example/long-report/")
    found = comments.read(Context(page, read_structured_data(page)))
    assert found.comments[0].permalink == "http://blog.example/long-report/#comment-1"


def test_a_comment_that_another_name_tells_stands_among_those_around_it() -> None:
    def entry(name: str, number: int, author: str, text: str) -> str:
        return (
            f"<li class='{name}'><strong>{number} {author}</strong> <a href='http://x.example/'>http://x.example/</a> "
            f"| <small class='commentmetadata'>May {number}, 2010 9:15 am</small><p>{text}</p></li>"
        )

    entries = (
        entry("commentpost", 1, "Ann Mill", "The river was moved twice.")
        + entry("authorpost", 2, "Karl", "Thank you, corrected.")
        + entry("commentpost", 3, "Bob", "Three times.")
        + entry("commentpost", 4, "Cem", "Who knows.")
    )

    found = read_found(f"{ARTICLE}<h3>4 comments</h3><ol class='commentlist'>{entries}</ol>").comments

    assert [(c.author, c.text) for c in found] == [
        ("Ann Mill", "The river was moved twice."),
        ("Karl", "Thank you, corrected."),
        ("Bob", "Three times."),
        ("Cem", "Who knows."),
    ]


def test_a_name_that_ends_with_a_number_leaves_the_date_whole() -> None:
    entries = "".join(
        f"<dt><a href='#{n}'>{n}.</a> spock1{n} - August {n}, 2012</dt><dd><p>The river moved {n} times.</p></dd>"
        for n in (7, 8, 9)
    )

    found = read_found(f"{ARTICLE}<h3>3 comments</h3><dl id='comments'>{entries}</dl>").comments

    assert [(c.author, c.posted_at and c.posted_at.value) for c in found] == [
        ("spock17", "2012-08-07"),
        ("spock18", "2012-08-08"),
        ("spock19", "2012-08-09"),
    ]


@pytest.mark.parametrize("printed", ["3 years ago", "May 3 at 9:15 am", "vor 2 Monaten"])
def test_words_that_tell_no_day_are_kept_and_nothing_is_guessed(printed: str) -> None:
    (one,) = read_found(
        f"{ARTICLE}<div id='comments'><div class='comment' id='comment-1'><cite>Ann Mill</cite> <span class='date'>"
        f"{printed}</span><p>The river was moved twice.</p></div></div>"
    ).comments

    assert one.posted_at is not None
    assert (one.posted_at.value, one.posted_at.precision, one.posted_at.raw) == ("", "", printed)


def test_an_article_between_its_author_and_its_day_is_no_comment() -> None:
    page = (
        "<h1>The mill</h1><div class='comment' id='comment-1'><span class='author'>Ann Mill</span> <span class='date'>"
        f"May 3, 2010</span>{LONG * 12}</div><p>Contact us</p>"
    )

    assert read_found(page).comments == ()


def test_the_latest_comments_of_a_site_are_not_of_this_page() -> None:
    entries = "".join(
        f"<li class='comment-item'><b>{name}</b> on <a href='/2010/{slug}/#comment-{n}'>{slug}</a>: "
        "<p>The river…</p></li>"
        for n, (name, slug) in enumerate((("Ann", "the-mill"), ("Bob", "the-flood"), ("Cem", "the-wheel")))
    )

    assert read_found(f"{ARTICLE}<ul>{entries}</ul>").comments == ()


def test_links_to_answer_and_to_each_comment_of_this_page_lead_nowhere_else() -> None:
    entries = "".join(
        f"<li class='comment' id='comment-{n}'><cite>Ann {n}</cite> <a href='{path}'>May {n}, 2010</a>"
        f"<p>The river was moved.</p><a href='/comment/reply/3/{n}#respond'>Reply</a></li>"
        for n, path in (
            (3, "/2010/05/mill/?a=3#respond"),
            (4, "/2010/05/mill/#comment-4"),
            (5, "/2010/05/mill/?b=5#comment-5"),
        )
    )

    assert len(read_found(f"{ARTICLE}<ol class='commentlist'>{entries}</ol>").comments) == 3


def test_teasers_that_count_their_comments_are_no_comments() -> None:
    entries = "".join(
        f"<h2>The mill</h2><div><span>Posted May {n}, 2010 by Ann</span><p>The river was moved.</p>"
        f"<a href='/articles/{n}/'>Comments ({n} posted)</a></div>"
        for n in (3, 4, 5)
    )

    assert read_found(f"<div id='comments'><h3>Comments</h3>{entries}</div>{ARTICLE}").comments == ()


def test_the_verb_for_readers_by_ear_is_not_said_by_the_commenter() -> None:
    (one,) = read_found(
        f"{ARTICLE}<ol class='comment-list'><li class='comment' id='comment-1'><span class='fn'>Lena</span> "
        "<span class='screen-reader-text says'>sagt:</span> <time datetime='2022-12-20T08:42:05+01:00'>20.12.2022"
        "</time><div class='comment-content'><p>Sehr schön.</p></div></li></ol>"
    ).comments

    assert (one.author, one.text) == ("Lena", "Sehr schön.")
