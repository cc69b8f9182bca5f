"""What a site tells its reader: found by words and place, never by words alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from archive.model import CommentStatus, Notice, NoticeKind, Region
from archive.notice_names import COOKIE_NAMES, NOTICE_NAMES, OTHER_NAMES, named_so
from archive.page import read_page
from archive.regions import Context, Findings, comment_form, comments, notices
from archive.segmenting import segment
from archive.structured import StructuredData

LONG = "The mill has ground flour on this spot since the river was moved in the year of the flood, and it still does. "
ARTICLE = f"<div class='entry'><h1>The mill</h1><p>{LONG * 3}</p><p>{LONG * 3}</p></div>"


def read_all(markup: str, url: str = "http://blog.example/post") -> tuple[Context, Findings]:
    context = Context(read_page(markup, url=url), StructuredData())
    for region in (comments, comment_form, notices):
        context = replace(context, found=(*context.found, region.read(context)))
    return context, context.found[-1]


def read_notices(markup: str) -> list[tuple[str, str]]:
    return [(str(n.kind), n.text) for n in read_all(markup)[1].notices]


def only_notice(markup: str) -> Notice:
    (notice,) = read_all(markup)[1].notices
    return notice


def test_the_redesign_banner_keeps_its_link() -> None:
    notice = only_notice(
        "<div class='region region-highlighted'><div class='block'><p>Trade.example is getting a facelift soon. "
        f"<a href='/new'>See the new design.</a></p></div></div>{ARTICLE}"
    )

    assert notice.kind is NoticeKind.REDESIGN
    assert notice.text == "Trade.example is getting a facelift soon. See the new design."
    assert notice.links == (("See the new design.", "http://blog.example/new"),)


@pytest.mark.parametrize(
    "words",
    [
        "We have moved! Visit our new website.",
        "Unser Blog bekommt ein neues Design. Schauen Sie es sich an.",
        "Estrenamos nuevo diseño. Conócelo aquí.",
        "Le blog fait peau neuve. Découvrez-le.",
        "Estamos de cara nova! Conheça o novo site.",
    ],
)
def test_redesigns_are_announced_in_five_languages(words: str) -> None:
    assert read_notices(f"<div id='banner' class='notice'><p>{words}</p></div>{ARTICLE}") == [("redesign", words)]


def test_an_article_about_a_redesign_keeps_its_sentence() -> None:
    sentence = "The library is getting a facelift soon."
    article = f"<article><h1>News</h1><p>{LONG * 2}</p><p>{sentence}</p><p>{LONG * 2}</p></article>"

    assert read_notices(article) == []


CLOSED = (
    "<div class='notice-box'><h3>Comments Closed</h3><p>Due to increased spam, comments have been closed on this "
    "content. If you wish to comment about the content, we encourage you to <a "
    "href='mailto:a@b.example'>email</a></p></div>"
)


@pytest.mark.parametrize("place", ["before", "after", "inside"])
def test_closed_comments_and_the_reason_are_one_notice_wherever_it_stands(place: str) -> None:
    comment = (
        "<div id='comments'>{}<h2>Comments</h2><a id='comment-7'></a><div class='comment'><h3>No</h3>"
        "<div class='content'><p>Say no.</p></div></div></div>"
    )
    thread = comment.format(CLOSED if place == "inside" else "")
    page = ARTICLE + {"before": CLOSED + thread, "after": thread + CLOSED, "inside": thread}[place]

    context, found = read_all(page)

    (notice,) = found.notices
    assert notice.kind is NoticeKind.COMMENTS_CLOSED
    assert notice.text.startswith("Comments Closed\nDue to increased spam")
    assert notice.text.endswith("we encourage you to email")
    assert context.found[0].comment_status is CommentStatus.CLOSED
    assert [c.text for c in context.found[0].comments] == ["Say no."]


@pytest.mark.parametrize(
    "words",
    [
        "Comments are closed.",
        "Comments are closed for this post.",
        "Comments Off on The mill",
        "Sorry, the comment form is closed at this time.",
        "Zu diesem Artikel können keine Kommentare mehr abgegeben werden.",
        "Esta entrada ya no admite comentarios.",
        "Reacties staan uit voor De molen",
        "Commenting is no longer available.",
        "This thread has been closed to new comments.",
        "Die Kommentarfunktion ist geschlossen.",
        "Kommentare sind deaktiviert.",
        "Los comentarios están cerrados.",
        "Les commentaires sont fermés.",
        "Os comentários estão encerrados.",
        "I commenti sono chiusi.",
        "Non è più possibile lasciare un commento.",
        "Reacties zijn gesloten.",
        "Reageren is niet meer mogelijk.",
    ],
)
def test_closed_comments_are_told_in_seven_languages(words: str) -> None:
    context, found = read_all(f"{ARTICLE}<p class='nocomments'>{words}</p>")

    assert [(n.kind, n.text) for n in found.notices] == [(NoticeKind.COMMENTS_CLOSED, words)]
    assert context.found[0].comment_status is CommentStatus.CLOSED


def test_a_paragraph_that_tells_of_closed_comments_stays_in_the_article() -> None:
    sentence = "On many blogs comments are closed after a month."
    article = f"<div><h1>On blogs</h1><p>{LONG * 2}</p><p>{sentence}</p><p>{LONG * 2}</p></div>"

    context, found = read_all(article)

    assert found.notices == ()
    assert context.found[0].comment_status is None


def test_a_visitor_who_says_that_comments_are_closed_closes_nothing() -> None:
    thread = (
        "<ol class='commentlist'><li class='comment' id='comment-1'><cite class='fn'>Ann</cite> says:"
        "<div class='comment-content'><p>Comments are closed elsewhere, thank you.</p></div></li></ol>"
    )

    assert read_all(ARTICLE + thread)[0].found[0].comment_status is None


@pytest.mark.parametrize(
    "bar",
    [
        "<div id='cookie-law'><p>We use cookies to improve this site. <a href='/c'>More</a></p></div>",
        "<div class='bar'><p>This website uses cookies to ensure the best experience.</p></div>",
        "<div class='bar'><p>Diese Website verwendet Cookies.</p></div>",
        "<div class='bar'><p>Utilizamos cookies propias y de terceros.</p></div>",
        "<div class='bar'><p>Ce site utilise des cookies.</p></div>",
    ],
)
def test_cookie_bars_are_notices(bar: str) -> None:
    assert [kind for kind, _ in read_notices(bar + ARTICLE + f"<div><p>{LONG}</p></div>")] == ["cookie"]


def test_a_link_to_a_cookie_policy_is_no_notice() -> None:
    assert read_notices(ARTICLE + "<footer><ul><li><a href='/c'>Cookie policy</a></li></ul></footer>") == []


def test_an_article_about_cookies_is_no_notice() -> None:
    article = (
        f"<article><h1>Cookies</h1><p>{LONG}</p><p>A website uses cookies to know you again.</p><p>{LONG}</p></article>"
    )

    assert read_notices(article) == []


FORM = (
    "<div id='respond'><h3>Leave a Reply</h3><form action='/wp-comments-post.php' id='commentform'>"
    "<p class='comment-notes'>Your email address will not be published.</p>{}<textarea "
    "name='comment'></textarea></form></div>"
)


@pytest.mark.parametrize("name", ["field-name-body", "anything"])
def test_an_articles_last_paragraph_that_asks_to_read_the_policy_is_the_articles(name: str) -> None:
    article = (
        f"<h1>Welcome</h1><div class='{name}'><p>{LONG}</p><p>Comments are welcome. Please read our "
        "<a href='/p'>comment policy</a> first: stay on the subject.</p></div>"
    )
    form = "<h2>Add new comment</h2><form id='comment-form' action='/comment/reply/1'><textarea></textarea></form>"

    assert read_notices(article + form) == []


def test_moderation_and_policy_beside_the_form_are_notices() -> None:
    form = FORM.format(
        "<p>All comments are moderated and will appear after approval.</p>"
        "<p>Please be respectful: we reserve the right to remove comments that are off topic.</p>"
    )

    assert [kind for kind, _ in read_notices(ARTICLE + form)] == ["moderation", "comment_policy"]


def test_a_form_for_comments_opens_the_thread_and_is_a_region_of_its_own() -> None:
    context, _ = read_all(ARTICLE + FORM.format(""))
    regions = {s.region for s in segment(context.page, context.claimed_nodes()) if "Leave a Reply" in s.text}

    assert regions == {Region.COMMENT_FORM}
    assert context.found[0].comment_status is CommentStatus.OPEN


def test_a_search_form_is_no_comment_form() -> None:
    context, _ = read_all(f"<form id='search'><label>Search</label><input></form>{ARTICLE}")

    assert context.found[1].claims == ()


def test_the_words_of_a_missing_page_are_an_error() -> None:
    page = "<div><h1>Page not found</h1><p>The page that you asked for is not here any more.</p></div>"

    assert read_notices(page) == [("error", "Page not found\nThe page that you asked for is not here any more.")]


def test_a_marked_correction_is_a_notice_and_an_unmarked_one_is_not() -> None:
    text = "Correction: the river was moved in 1804."
    marked = f"<div class='entry'><p>{LONG * 2}</p><div class='correction'><p>{text}</p></div></div>"

    assert read_notices(marked) == [("other", text)]
    assert read_notices(f"<div class='entry'><p>{LONG * 2}</p><p>{text}</p></div>") == []


def test_comments_kept_elsewhere_are_reported_missing() -> None:
    context, _ = read_all(
        f"{ARTICLE}<div id='disqus_thread'></div><script src='http://x.disqus.com/embed.js'></script>"
    )

    assert context.found[0].comment_system == "disqus"
    assert [p.code for p in context.found[0].problems] == ["comments.third-party-missing"]
    assert context.found[0].problems[0].next_step


@pytest.mark.parametrize(
    "words",
    [
        "To add a remark, write to <a href='mailto:web@yard.example'>web@yard.example</a> with the title of the post.",
        "Kommentare bitte per E-Mail an <a href='mailto:web@yard.example'>web@yard.example</a> senden.",
        "Envíe sus comentarios a <a href='mailto:web@yard.example'>web@yard.example</a>.",
        "Envoyez vos commentaires à <a href='mailto:web@yard.example'>web@yard.example</a>.",
    ],
)
def test_how_to_comment_by_mail_is_told_in(words: str) -> None:
    notice = only_notice(f"{ARTICLE}<p>{words}</p>")

    assert (notice.kind, notice.links[0][1]) == (NoticeKind.COMMENT_POLICY, "mailto:web@yard.example")


def test_a_link_for_feedback_in_a_menu_is_no_notice() -> None:
    assert read_notices(f"{ARTICLE}<ul><li><a href='mailto:web@yard.example'>Send feedback</a></li></ul>") == []


def test_comments_and_pings_closed_at_the_end_of_the_line_about_a_post_is_a_notice() -> None:
    html = (
        "<div class='post'><h2>The mill</h2><p>The mill has ground flour on this spot since the river was moved.</p>"
        "<p class='postmetadata'>This entry was posted on Monday, March 5th, 2012 at 9:30 am and is filed under "
        "<a href='/c/'>Mills</a>. You can follow any responses to this entry via the <a href='/feed/'>RSS</a> feed. "
        "Both comments and pings are currently closed.</p></div>"
    )

    _, found = read_all(html)

    (notice,) = found.notices
    assert notice.kind is NoticeKind.COMMENTS_CLOSED
    assert notice.text.endswith("Both comments and pings are currently closed.")
    assert "filed under" not in notice.text


@pytest.mark.parametrize(
    ("pattern", "name"),
    [(COOKIE_NAMES, name) for name in ("Cookie-law", "cmp-box", "cmpContainer", "privacybar", "cc_banner", "rgpd")]
    + [(NOTICE_NAMES, name) for name in ("site Notice", "top-bar", "infobar", "promo-bar x", "SITEWIDE", "page-aviso")]
    + [(OTHER_NAMES, name) for name in ("editors-note", "Update-Notice", "updatenote", "notice-box", "x rectificatif")],
)
def test_a_notice_is_known_by_its_name_among_others(pattern: re.Pattern[str], name: str) -> None:
    names = {"menu": 0, name: 1, "entry-content": 2}

    assert named_so(names, pattern) == [name]
    assert named_so(names, pattern) == [name]
