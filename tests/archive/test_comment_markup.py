"""Each platform's own markup for comments, reduced to its bones: who, when, what, in answer to whom."""

# ruff: noqa: E501  markup is kept as its platforms write it
from __future__ import annotations

from dataclasses import dataclass

import pytest

from archive.page import read_page
from archive.regions import Context, Findings
from archive.regions.comments import read
from archive.structured import StructuredData

BODY = (
    "<p>" + "The mill has ground flour on this spot since the river was moved in the year of the flood. " * 4 + "</p>"
)


def read_comments(markup: str, url: str = "http://blog.example/2010/05/post/") -> Findings:
    page = read_page(f"<html><body><h1>A post</h1><div class='entry'>{BODY}</div>{markup}</body></html>", url=url)
    return read(Context(page, StructuredData()))


@dataclass(frozen=True)
class Case:
    name: str
    markup: str
    expected: tuple[tuple[str | None, str | None, str], ...]
    """(author, date as ISO 8601 to the day or with time, text) of each comment."""
    parents: tuple[int | None, ...] | None = None


WORDPRESS_KUBRICK = Case(
    "wordpress-kubrick",
    """<h3 id="comments">2 Responses to &#8220;A post&#8221;</h3>
    <ol class="commentlist">
    <li class="alt" id="comment-11"><cite><a href="http://ann.example/"
      rel="external nofollow">Ann Mill</a></cite> Says:<br />
    <small class="commentmetadata"><a href="#comment-11" title="">May 3rd, 2010 at 9:15 am</a> </small>
    <p>The river was moved twice.</p></li>
    <li class="" id="comment-12"><cite>Bob</cite> Says:<br />
    <small class="commentmetadata"><a href="#comment-12" title="">May 4th, 2010 at 11:02 pm</a> </small>
    <p>Three times.</p><p>I counted.</p></li></ol>""",
    (
        ("Ann Mill", "2010-05-03T09:15", "The river was moved twice."),
        ("Bob", "2010-05-04T23:02", "Three times.\n\nI counted."),
    ),
)
WORDPRESS_CALLBACK = Case(
    "wordpress-2.7-threaded",
    """<ol class="commentlist">
    <li class="comment even thread-even depth-1 parent" id="comment-21"><div id="div-comment-21" class="comment-body">
    <div class="comment-author vcard"><img class="avatar" alt=""><cite class="fn">Ann Mill</cite> <span
      class="says">says:</span></div>
    <div class="comment-meta commentmetadata"><a
      href="http://blog.example/2010/05/post/#comment-21">May 3, 2010 at 9:15 am</a></div>
    <p>The river was moved twice.</p>
    <div class="reply"><a class="comment-reply-link" href="?replytocom=21#respond">Reply</a></div></div>
    <ul class="children"><li class="comment byuser comment-author-karl bypostauthor odd alt depth-2" id="comment-22">
    <div id="div-comment-22" class="comment-body"><div class="comment-author vcard"><cite class="fn"><a
      href="http://k.example" class="url">Karl</a></cite>
    <span class="says">says:</span></div><div class="comment-meta commentmetadata"><a
      href="http://blog.example/2010/05/post/#comment-22">May 3, 2010 at 10:00 am</a></div>
    <p>Thank you, corrected.</p></div></li></ul></li>
    <li class="pingback even thread-odd depth-1" id="comment-23"><div id="div-comment-23" class="comment-body"><div
      class="comment-author vcard">
    <cite class="fn"><a href="http://other.example/x" class="url">Other blog</a></cite> <span
      class="says">says:</span></div>
    <div class="comment-meta commentmetadata"><a
      href="http://blog.example/2010/05/post/#comment-23">May 5, 2010 at 8:00 am</a></div>
    <p>[&#8230;] the mill by the moved river [&#8230;]</p></div></li></ol>""",
    (
        ("Ann Mill", "2010-05-03T09:15", "The river was moved twice."),
        ("Karl", "2010-05-03T10:00", "Thank you, corrected."),
        ("Other blog", "2010-05-05T08:00", "[…] the mill by the moved river […]"),
    ),
    (None, 0, None),
)
WORDPRESS_HTML5 = Case(
    "wordpress-twenty-fifteen",
    """<div id="comments" class="comments-area"><h2
      class="comments-title">One thought on &ldquo;A post&rdquo;</h2><ol class="comment-list">
    <li id="comment-31" class="comment even thread-even depth-1"><article id="div-comment-31" class="comment-body">
    <footer class="comment-meta"><div class="comment-author vcard"><img class="avatar"><b
      class="fn">Ann Mill</b> <span class="says">says:</span></div>
    <div class="comment-metadata"><a href="/2010/05/post/#comment-31"><time
      datetime="2010-05-03T09:15:00+00:00">May 3, 2010 at 9:15 am</time></a></div>
    </footer><div class="comment-content"><p>The river was moved twice.</p></div>
    <div class="reply"><a rel="nofollow" class="comment-reply-link"
      href="#">Reply</a></div></article></li></ol></div>""",
    (("Ann Mill", "2010-05-03T09:15:00+00:00", "The river was moved twice."),),
)
DRUPAL6_GARLAND = Case(
    "drupal6-garland",
    """<div id="comments"><a id="comment-41"></a><div class="comment"><div class="clear-block">
    <span class="submitted">Mon, 05/03/2010 - 09:15 &#8212; Ann Mill (not verified)</span>
    <h3><a href="/node/3#comment-41" class="active">The river was</a></h3>
    <div class="content"><p>The river was moved twice.</p></div></div>
    <div class="links"><ul class="links"><li class="comment_reply first last"><a
      href="/comment/reply/3/41">reply</a></li></ul></div></div>
    <div class="indented"><a id="comment-42"></a><div class="comment"><div class="clear-block">
    <span class="submitted">Tue, 05/04/2010 - 23:02 &#8212; Bob (not verified)</span><h3><a
      href="/node/3#comment-42" class="active">No</a></h3>
    <div class="content"><p>Three times.</p></div></div></div></div></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."), ("Bob", "2010-05-04T23:02", "Three times.")),
    (None, 0),
)
DRUPAL7_BARTIK = Case(
    "drupal7-bartik",
    """<div id="comments" class="comment-wrapper"><h2 class="title">Comments</h2><a id="comment-51"></a>
    <div class="comment comment-by-anonymous clearfix" about="/comment/51#comment-51"
      typeof="sioc:Post sioct:Comment">
    <div class="attribution"><div class="submitted"><p class="commenter-name"><span class="username"
      typeof="sioc:UserAccount" property="foaf:name">Ann Mill (not verified)</span></p>
    <p class="comment-time"><span property="dc:date dc:created" content="2010-05-03T09:15:00-04:00"
      datatype="xsd:dateTime">Mon, 05/03/2010 - 09:15</span></p>
    <p class="comment-permalink"><a class="permalink" rel="bookmark"
      href="/comment/51#comment-51">Permalink</a></p></div></div>
    <div class="comment-text"><div class="comment-arrow"></div><h3 property="dc:title"><a class="permalink"
      rel="bookmark" href="/comment/51#comment-51">Twice</a></h3>
    <div class="content"><div class="field field-name-comment-body"><div class="field-items"><div
      class="field-item even" property="content:encoded"><p>The river was moved twice.</p></div></div></div>
    <ul class="links inline"><li class="comment-reply first last"><a
      href="/comment/reply/3/51">reply</a></li></ul></div></div></div></div>""",
    (("Ann Mill", "2010-05-03T09:15:00-04:00", "The river was moved twice."),),
)
DRUPAL8 = Case(
    "drupal8-stable",
    """<section class="field field--name-comment comment-wrapper"><h2 class="title">Comments</h2><a
      id="comment-61"></a>
    <article role="article" data-comment-user-id="0" class="comment js-comment by-anonymous clearfix"><footer
      class="comment__meta">
    <p class="comment__author"><span lang="">Ann Mill (not verified)</span></p><p
      class="comment__time">Mon, 05/03/2010 - 09:15</p>
    <p class="comment__permalink"><a href="/comment/61#comment-61" hreflang="en">Permalink</a></p></footer>
    <div class="comment__content"><h3><a href="/comment/61#comment-61" class="permalink" rel="bookmark">Twice</a></h3>
    <div class="clearfix text-formatted field field--name-comment-body"><p>The river was moved twice.</p></div>
    <ul class="links inline"><li><a href="/comment/reply/node/3/comment/61">Reply</a></li></ul></div></article></section>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."),),
)
BLOGGER_CLASSIC = Case(
    "blogger-classic",
    """<div class="comments" id="comments"><a name="comments"></a><h4>2 comments:</h4><dl id="comments-block">
    <dt class="comment-author" id="c111"><a name="c111"></a><a href="http://www.blogger.com/profile/1"
      rel="nofollow">Ann Mill</a> said...</dt>
    <dd class="comment-body"><p>The river was moved twice.</p></dd>
    <dd class="comment-footer"><span class="comment-timestamp"><a
      href="/2010/05/post.html?showComment=1#c111">3 May 2010 at 09:15</a></span></dd>
    <dt class="comment-author" id="c112"><a name="c112"></a>Bob said...</dt><dd
      class="comment-body"><p>Three times.</p></dd>
    <dd class="comment-footer"><span class="comment-timestamp"><a
      href="/2010/05/post.html?showComment=2#c112">4 May 2010 at 23:02</a></span></dd></dl></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."), ("Bob", "2010-05-04T23:02", "Three times.")),
)
BLOGGER_THREADED = Case(
    "blogger-threaded",
    """<div class="comments" id="comments"><h4>2 comments:</h4><div class="comments-content"><div
      id="comment-holder"><div class="comment-thread toplevel-thread">
    <ol id="top-ra"><li class="comment" id="c211"><div class="comment-block" id="c211b"><div
      class="comment-header"><cite class="user"><a href="http://b.example">Ann Mill</a></cite>
    <span class="icon user"></span><span class="datetime secondary-text"><a
      href="http://blog.example/p.html?showComment=211">May 3, 2010 at 9:15 AM</a></span></div>
    <p class="comment-content">The river was moved twice.</p><span class="comment-actions secondary-text"><a
      class="comment-reply">Reply</a><span class="item-control"><a href="x">Delete</a></span></span></div>
    <div class="comment-replies"><div class="comment-thread"><ol><li class="comment" id="c212"><div
      class="comment-block"><div class="comment-header"><cite class="user">Bob</cite>
    <span class="datetime secondary-text"><a
      href="http://blog.example/p.html?showComment=212">May 4, 2010 at 11:02 PM</a></span></div><p
      class="comment-content">Three times.</p></div></li></ol></div></div></li></ol></div></div></div></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."), ("Bob", "2010-05-04T23:02", "Three times.")),
    (None, 0),
)
MOVABLE_TYPE = Case(
    "movable-type-3",
    """<div class="comments-body"><h2 id="comments">Comments</h2><a id="c301"></a><p>The river was moved twice.</p>
    <span class="comments-post">Posted by: <a
      href="http://ann.example">Ann Mill</a> at May 3, 2010 09:15 AM</span></div>
    <div class="comments-body"><a id="c302"></a><p>Three times.</p><span
      class="comments-post">Posted by: Bob at May 4, 2010 11:02 PM</span></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."), ("Bob", "2010-05-04T23:02", "Three times.")),
)
TYPEPAD = Case(
    "typepad",
    """<h2 class="comments-header">Comments</h2><div class="comments-content"><a id="comment-6a00d8341c1"></a>
    <div class="comment comment-odd" id="comment-6a00d8341c1"><div
      class="comment-content"><p>The river was moved twice.</p></div>
    <p class="comment-footer">Posted by: <a href="http://profile.typepad.com/ann">Ann Mill</a> | <a
      href="#comment-6a00d8341c1">May 03, 2010 at 09:15 AM</a></p></div>
    <div class="comment comment-even" id="comment-6a00d8341c2"><div class="comment-content"><p>Three times.</p></div>
    <p class="comment-footer">Posted by: Bob | <a
      href="#comment-6a00d8341c2">May 04, 2010 at 11:02 PM</a></p></div></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."), ("Bob", "2010-05-04T23:02", "Three times.")),
)
JOOMLA_JCOMMENTS = Case(
    "joomla-jcomments",
    """<div id="jc"><div id="comments"><h4>Comments</h4><div id="comments-list" class="comments-list">
    <div class="even" id="comment-item-71"><div class="rbox"><div class="rbox_m"><div class="comment-box"><span
      class="comments-vote"><span class="comment-vote-value">+2</span></span>
    <a class="comment-anchor" href="/post#comment-71" id="comment-71">#1</a> <span
      class="comment-author">Ann Mill</span>
    <span class="comment-date">2010-05-03 09:15</span><div class="comment-body"
      id="comment-body-71">The river was moved twice.</div>
    <span class="comments-buttons"><a href="#">Quote</a></span></div></div></div></div></div></div></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."),),
)
JOOMLA_K2 = Case(
    "joomla-k2",
    """<div class="itemComments"><h3 class="itemCommentsCounter"><span>1</span> comment</h3><ul
      class="itemCommentsList">
    <li class="odd"><span class="commentLink"><a href="/item/3#comment81" id="comment81">Comment Link</a></span><img
      class="k2Avatar">
    <span class="commentDate">Monday, 03 May 2010 09:15</span> <span
      class="commentAuthorName">posted by Ann Mill</span><p>The river was moved twice.</p></li></ul></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."),),
)
TELLIGENT = Case(
    "community-server",
    """<div id="comments"><h4 class="CommentsHeader">Comments</h4><ul class="CommonCommentList"><li><a
      name="91"></a><div class="comment-main">
    <h4><a href="http://ann.example">Ann Mill</a> said:</h4><p>The river was moved twice.</p><div
      class="CommonCommentFooter">May 3, 2010 9:15 AM</div></div></li>
    <li><a name="92"></a><div class="comment-main"><h4>Bob said:</h4><p>Three times.</p><div
      class="CommonCommentFooter">May 4, 2010 11:02 PM</div></div></li></ul></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."), ("Bob", "2010-05-04T23:02", "Three times.")),
)
DISQUS_STATIC = Case(
    "disqus-in-the-page",
    """<div id="disqus_thread"><div id="dsq-content"><ul id="dsq-comments"><li
      class="comment even thread-even depth-1" id="dsq-comment-101">
    <div id="dsq-comment-header-101" class="dsq-comment-header"><cite id="dsq-cite-101"><a id="dsq-author-user-101"
      href="http://ann.example">Ann Mill</a></cite></div>
    <div id="dsq-comment-body-101" class="dsq-comment-body"><div id="dsq-comment-message-101"
      class="dsq-comment-message"><p>The river was moved twice.</p></div></div></li>
    <li class="comment odd alt thread-odd depth-1" id="dsq-comment-102"><div id="dsq-comment-header-102"
      class="dsq-comment-header"><cite id="dsq-cite-102"><span id="dsq-author-user-102">Bob</span></cite></div>
    <div id="dsq-comment-body-102" class="dsq-comment-body"><div id="dsq-comment-message-102"
      class="dsq-comment-message"><p>Three times.</p></div></div></li></ul></div></div>""",
    (("Ann Mill", None, "The river was moved twice."), ("Bob", None, "Three times.")),
)
INTENSE_DEBATE = Case(
    "intense-debate",
    """<div id="idc-container"><div id="idc-commentcount_wrap"><h3>1 Comment</h3></div><div class="idc-thread"
      id="IDThread111"><div id="IDComment111" class="idc-c idc-anonymous">
    <div class="idc-c-h"><div class="idc-c-h-inner"><p><a class="idc-a"
      href="http://ann.example">Ann Mill</a> &middot; <a class="idc-ts"
      href="#IDComment111">May 3, 2010 09:15</a></p></div></div>
    <div class="idc-c-t" id="IDComment-CommentText111"><div
      class="idc-c-t-inner">The river was moved twice.</div></div></div></div></div>""",
    (("Ann Mill", "2010-05-03T09:15", "The river was moved twice."),),
)
SQUARESPACE5 = Case(
    "squarespace-5",
    """<div id="comments" class="journal-comment-area"><h3 class="caption">Reader Comments (1)</h3><div
      class="comment-wrapper authored-by-None">
    <div class="comment" id="comment121"><div id="item121" class="body"><p>The river was moved twice.</p></div>
    <div class="signature">May 3, 2010 | <a href="/contributor/1" title="Unregistered Commenter"><img
      class="inline-icon">Ann Mill</a></div></div></div></div>""",
    (("Ann Mill", "2010-05-03", "The river was moved twice."),),
)
GERMAN_THEME = Case(
    "german-theme",
    """<div id="kommentare"><h3>2 Kommentare</h3><ul class="kommentarliste"><li id="kommentar-131"><div
      class="kommentar-kopf"><strong>Ann Müller</strong> schrieb am 3. Mai 2010 um 09:15 Uhr:</div>
    <p>Der Fluss wurde zweimal verlegt.</p></li><li id="kommentar-132"><div
      class="kommentar-kopf"><strong>Bob</strong> schrieb am 4. Mai 2010 um 23:02 Uhr:</div><p>Dreimal.</p></li></ul></div>""",
    (("Ann Müller", "2010-05-03T09:15", "Der Fluss wurde zweimal verlegt."), ("Bob", "2010-05-04T23:02", "Dreimal.")),
)
SPANISH_THEME = Case(
    "spanish-theme",
    """<h3>2 comentarios</h3><div class="lista"><div class="c"><p
      class="quien"><b>Ana Molino</b> | 3 de mayo de 2010 a las 9:15</p><p>El río se movió dos veces.</p></div>
    <div class="c"><p class="quien"><b>Bob</b> | 4 de mayo de 2010 a las 23:02</p><p>Tres veces, según mi abuela.</p></div></div>""",
    (
        ("Ana Molino", "2010-05-03T09:15", "El río se movió dos veces."),
        ("Bob", "2010-05-04T23:02", "Tres veces, según mi abuela."),
    ),
)
UNKNOWN_TABLE = Case(
    "unknown-site-with-tables",
    """<h2>Comments (2)</h2><table><tr><td><b>Ann Mill</b> May 3, 2010 9:15 AM</td></tr><tr><td>The river was moved twice, as far as I know.</td></tr>
    <tr><td><b>Bob</b> May 4, 2010 11:02 PM</td></tr><tr><td>Three times, and I counted.</td></tr></table>""",
    (
        ("Ann Mill", "2010-05-03T09:15", "The river was moved twice, as far as I know."),
        ("Bob", "2010-05-04T23:02", "Three times, and I counted."),
    ),
)
MICRODATA = Case(
    "schema-org-microdata",
    """<section><h2>Comments</h2><div itemprop="comment" itemscope itemtype="http://schema.org/Comment"><span
      itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">Ann Mill</span></span>
    <time itemprop="dateCreated" datetime="2010-05-03T09:15:00Z">3 May</time><div
      itemprop="text"><p>The river was moved twice.</p></div></div></section>""",
    (("Ann Mill", "2010-05-03T09:15:00Z", "The river was moved twice."),),
)
SIGNED_ONLY = Case(
    "signed-only",
    """<div id="comments" class="comment-wrapper"><h2>Comments</h2><a id="comment-141"></a><div
      class="comment clearfix" typeof="sioc:Post sioct:Comment">
    <h3><a class="permalink" href="/comment/141#comment-141">Twice</a></h3><div
      class="content"><p>The river was moved twice.</p><p>Respectfully, Ann Mill</p></div></div></div>""",
    (("Ann Mill", None, "The river was moved twice.\n\nRespectfully, Ann Mill"),),
)

CASES = [value for value in list(globals().values()) if isinstance(value, Case)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_comments_are_read_from_the_platforms_markup(case: Case) -> None:
    found = read_comments(case.markup).comments

    assert [(c.author, c.posted_at and c.posted_at.value, c.text) for c in found] == list(case.expected)


@pytest.mark.parametrize("case", [c for c in CASES if c.parents], ids=lambda case: case.name)
def test_answers_know_what_they_answer(case: Case) -> None:
    assert case.parents is not None
    assert tuple(c.parent for c in read_comments(case.markup).comments) == case.parents


def test_the_articles_author_is_told_among_the_commenters() -> None:
    assert [c.is_by_author for c in read_comments(WORDPRESS_CALLBACK.markup).comments] == [False, True, False]


def test_pingbacks_stand_apart() -> None:
    assert [c.kind for c in read_comments(WORDPRESS_CALLBACK.markup).comments] == ["comment", "comment", "pingback"]


def test_subjects_are_not_part_of_the_text() -> None:
    assert [c.subject for c in read_comments(DRUPAL6_GARLAND.markup).comments] == ["The river was", "No"]


def test_a_signature_gives_the_author_where_no_name_is_printed() -> None:
    (comment,) = read_comments(SIGNED_ONLY.markup).comments

    assert (comment.author, comment.author_source) == ("Ann Mill", "signature")


def test_votes_and_anchor_are_kept() -> None:
    (comment,) = read_comments(JOOMLA_JCOMMENTS.markup).comments

    assert (comment.votes, comment.permalink) == (2, "http://blog.example/post#comment-71")


def test_the_author_link_is_absolute() -> None:
    comment = read_comments(WORDPRESS_KUBRICK.markup).comments[0]

    assert comment.author_url == "http://ann.example/"


def test_the_number_of_comments_is_compared_with_what_the_heading_says() -> None:
    found = read_comments(WORDPRESS_KUBRICK.markup)

    assert (found.comment_count_stated, len(found.comments)) == (2, 2)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("name", ["remark", "box"])
def test_remarks_of_hand_made_pages_are_comments(count: int, name: str) -> None:
    one = f'<div class="{name}"><a name="{name}1"></a><b>Bill (night shift)</b> wrote on 21 November 2009:<br>The valve is not listed.</div>'
    two = f'<div class="{name}"><a name="{name}2"></a><b>Karen Mill</b> wrote on 23 November 2009:<br>It is now.</div>'
    markup = (
        f"<h3>{count} remark{'s' * (count > 1)}</h3>{one}{two if count > 1 else ''}<p>To add a remark, write to us.</p>"
    )

    found = read_comments(markup)

    assert found.comment_count_stated == count
    assert [(c.author, c.text) for c in found.comments] == [
        ("Bill (night shift)", "The valve is not listed."),
        ("Karen Mill", "It is now."),
    ][:count]
    assert found.comments[0].posted_at is not None
    assert found.comments[0].posted_at.value.startswith("2009-11-21")


def test_a_pingback_without_id_is_in_the_thread_with_its_source_as_author() -> None:
    found = read_comments(
        """<h2 id="comments-title">2 thoughts on “A post”</h2><ol class="commentlist">
        <li class="comment" id="comment-1"><cite class="fn">Ann</cite> <a href="#comment-1">May 3, 2010 at 9:15 am</a>
          <p>The river was moved twice.</p></li>
        <li class="post pingback"><p>Pingback: <a href="http://b.example/links/" class="url">Links of the week</a></p></li>
        </ol>"""
    )

    ping = found.comments[1]
    assert (ping.kind, ping.author, ping.author_url) == ("pingback", "Links of the week", "http://b.example/links/")
    assert ping.text == ""
    assert found.comment_count_stated == 2


def test_answers_in_a_list_inside_the_answered_definition_leave_it_its_text() -> None:
    def term(n: int, name: str) -> str:
        return f'<dt class="comment" id="comment-{n}"><span class="comment_author">{name}</span> <span class="comment_time">May {n}, 2010</span></dt>'

    found = read_comments(
        f"""<div id="comments"><h3>3 comments</h3><dl id="comment_list">{term(3, "Ann")}<dd class="comment"><p>The river moved.</p>
        <dl class="children">{term(4, "Bob")}<dd class="comment"><p>Twice.</p></dd></dl></dd>
        {term(5, "Cem")}<dd class="comment"><p>Three times.</p></dd></dl></div>"""
    )

    assert [(c.author, c.text) for c in found.comments] == [
        ("Ann", "The river moved."),
        ("Bob", "Twice."),
        ("Cem", "Three times."),
    ]


_THREE = (
    ("Bob Miller", "3", "The quiet floor is the best part of it."),
    ("susanne", "4", "We did the same and would not go back."),
    ("J. K. Ortega", "5", "Great news, and what of the tapes?"),
)
UNNAMED = {
    "lines parted by rules": "<h3>Comments</h3>{}",
    "a table of labels": "<span id='c_lblC'>Comments (3)</span><table id='c_dl'><tbody>{}</tbody></table>",
    "quotes below who wrote them": "<h2>Comments</h2>{}",
    "a name as heading above the date": "<h3>3 Kommentare</h3>{}",
    "a number before the name and its address": "<b>Comments</b><br>{}",
    "rooms named by style": "<div class='commentViewBoxStyle'>{}</div>",
    "a guest's role in brackets": "<h4>Comments:</h4>{}",
    "a short age beside a linked name": "<div id='discussion'><h4>Discussion about this post</h4>{}</div>",
}
_ENTRIES = {
    "lines parted by rules": "<b>{a}</b> (2006-03-0{d} 10:04)<br>{t}<hr>",
    "a table of labels": "<tr><td><span id='c_dl_c{d}_lblName'>{a}</span> <span id='c_dl_c{d}_lblDate'>3/{d}/2006 10:04:11 AM</span>"
    "<br><span id='c_dl_c{d}_lblText'>{t}</span></td></tr>",
    "quotes below who wrote them": "<p><b><a href='http://x.example'>{a}</a></b> wrote on {d} March 2006:</p><blockquote><p>{t}</p></blockquote>",
    "a name as heading above the date": "<div><h4>{a}</h4><div>0{d}. März 2006, 10:04 Uhr</div><p>{t}</p></div>",
    "a number before the name and its address": "<a name='{d}'></a><b>{d}</b>&nbsp; {a} <a href='http://x.example'>http://x.example</a> | 3/{d}/2006 10:04:11 AM<br><br>{t}<br><br>",
    "rooms named by style": "<div class='commentBoxStyle'><a name='a{d}'></a><div class='commentDateStyle'>March 0{d}, 2006 10:04:11 AM</div>"
    "<div class='commentBodyStyle'>{t}</div><div class='commentBoxFooterStyle'><a href='http://x.example'>{a}</a></div></div>",
    "a guest's role in brackets": "<div class='bComment'><div class='bCommentTitle'>Comment from: {a} [Visitor] &middot; <a href='http://x.example'>http://x.example</a></div>"
    "<div class='bCommentText'><p>{t}</p></div><div class='bCommentSmallPrint'>03/0{d}/06 @ 10:04</div></div>",
    "a short age beside a linked name": "<div class='comment'><div id='comment-18{d}' class='comment-anchor'></div><div class='pc-display-contents'><div><span><a href='http://x.example'>{a}</a></span>"
    "</div><a href='/c/{d}'><span>{d}d</span></a><div>Liked by Gary</div></div><div class='comment-body'><p>{t}</p></div><a>Reply</a></div>",
}


@pytest.mark.parametrize("name", sorted(UNNAMED))
def test_who_wrote_what_is_told_apart_in(name: str) -> None:
    entries = "".join(_ENTRIES[name].format(a=author, d=day, t=text) for author, day, text in _THREE)

    found = read_comments(UNNAMED[name].format(entries))

    assert [(c.author, c.text) for c in found.comments] == [(author, text) for author, _, text in _THREE]


def test_trackbacks_of_movable_type_stand_beside_the_comments_with_their_blog_as_author() -> None:
    def trackback(day: int, blog: str) -> str:
        return f"""<p><a id="p{day}"></a>&raquo; <a href="http://{blog}.example/">The mill</a> from {blog}<br />
        They moved the river twice. <a href="http://{blog}.example/">[Read More]</a></p>
        <p class="posted">Tracked on May {day}, 2010 9:15:00 AM</p>"""

    found = read_comments(
        f"""<h2>TrackBack</h2>{trackback(4, "rivers")}{trackback(5, "floods")}<h2>Comments</h2>
        <div id="comment-1" class="comment"><p>The river was moved twice.</p>
        <p class="posted">Posted by: Ann | May 3, 2010 at 9:15 AM</p></div>"""
    )

    assert [(c.kind, c.author, c.subject, c.text) for c in found.comments] == [
        ("trackback", "rivers", "The mill", "They moved the river twice."),
        ("trackback", "floods", "The mill", "They moved the river twice."),
        ("comment", "Ann", None, "The river was moved twice."),
    ]


def test_a_pingback_line_is_not_its_own_author() -> None:
    found = read_comments(
        """<ol class="commentlist"><li class="pingback" id="comment-9"><p>[&#8230;] via [&#8230;]</p>
        <p><cite>Pingback by <a href="http://b.example/">Links of the week</a> &#8212; May 3, 2010 @ 9:15 am</cite></p></li></ol>"""
    )

    assert [(c.kind, c.author) for c in found.comments] == [("pingback", "Links of the week")]
