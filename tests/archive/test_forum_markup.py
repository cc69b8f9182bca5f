"""Each forum software's own markup, reduced to its bones: every post with its author, the opening one too."""

# ruff: noqa: E501  markup is kept as its platforms write it
from __future__ import annotations

from dataclasses import dataclass

import pytest

from archive.forum_signs import forum_sign
from archive.model import PageKind
from archive.page import read_page
from archive.regions import Context, Findings
from archive.regions.comments import read
from archive.structured import StructuredData

FIRST = "Does anybody know which river the mill stood on before the flood came?"
SECOND = "It was the small one behind the church, my grandmother told me so."


def read_posts(markup: str, url: str) -> Findings:
    page = read_page(markup, url=url)
    return read(Context(page, StructuredData()))


@dataclass(frozen=True)
class Case:
    name: str
    url: str
    markup: str


PHPBB2 = Case(
    "phpbb2",
    "http://forum.example/viewtopic.php?t=7",
    f"""<html><body><table class="forumline"><tr><th>Author</th><th>Message</th></tr>
    <tr><td class="row1"><span class="name"><a name="21"></a><b>annmill</b></span><br><span
      class="postdetails">Posts: 12<br>Location: Norfolk</span></td>
    <td class="row1"><table><tr><td><a href="viewtopic.php?p=21#21"></a><span
      class="postdetails">Posted: Mon May 03, 2010 9:15 am&nbsp; Post subject: The mill</span></td></tr>
    <tr><td><hr></td></tr><tr><td><span class="postbody">{FIRST}</span></td></tr></table></td></tr>
    <tr><td class="spaceRow" colspan="2"></td></tr>
    <tr><td class="row2"><span class="name"><a name="22"></a><b>bob</b></span><br><span
      class="postdetails">Posts: 3<br>Location: Leeds</span></td>
    <td class="row2"><table><tr><td><a href="viewtopic.php?p=22#22"></a><span
      class="postdetails">Posted: Tue May 04, 2010 11:02 pm&nbsp; Post subject: Re: The mill</span></td></tr>
    <tr><td><hr></td></tr><tr><td><span class="postbody">{SECOND}</span></td></tr></table></td></tr></table></body></html>""",
)
PHPBB3 = Case(
    "phpbb3",
    "http://forum.example/viewtopic.php?f=1&t=7",
    f"""<html><body id="phpbb" class="section-viewtopic ltr"><h2><a href="./viewtopic.php?t=7">The mill</a></h2>
    <div id="p31" class="post bg2"><div class="inner"><div class="postbody"><h3 class="first"><a
      href="#p31">The mill</a></h3>
    <p class="author"><a href="./viewtopic.php?p=31#p31"><img></a>by <strong><a
      href="./memberlist.php?u=2">annmill</a></strong> &raquo; Mon May 03, 2010 9:15 am </p>
    <div class="content">{FIRST}</div></div><dl class="postprofile" id="profile31"><dt><a
      href="./memberlist.php?u=2">annmill</a></dt><dd>Site Admin</dd>
    <dd><strong>Posts:</strong> 12</dd><dd><strong>Joined:</strong> Sat Apr 03, 2010 1:00 pm</dd></dl></div></div>
    <div id="p32" class="post bg1"><div class="inner"><div class="postbody"><h3><a href="#p32">Re: The mill</a></h3>
    <p class="author"><a href="./viewtopic.php?p=32#p32"><img></a>by <strong><a
      href="./memberlist.php?u=3">bob</a></strong> &raquo; Tue May 04, 2010 11:02 pm </p>
    <div class="content">{SECOND}</div></div><dl class="postprofile" id="profile32"><dt><a
      href="./memberlist.php?u=3">bob</a></dt>
    <dd><strong>Posts:</strong> 3</dd></dl></div></div></body></html>""",
)
VBULLETIN3 = Case(
    "vbulletin3",
    "http://forum.example/showthread.php?t=7",
    f"""<html><head><meta name="generator" content="vBulletin 3.8.4"></head><body><div id="posts">
    <div id="edit41"><table id="post41" class="tborder"><tr><td class="thead"><a
      name="post41"></a>05-03-2010, 09:15 AM</td><td class="thead">#<a href="showpost.php?p=41&amp;postcount=1"
      id="postcount41"><strong>1</strong></a></td></tr>
    <tr><td class="alt2"><div id="postmenu_41"><a class="bigusername" href="member.php?u=2">annmill</a></div><div
      class="smallfont">Registered User</div><div
      class="smallfont"><div>Join Date: Apr 2010</div><div>Posts: 12</div></div></td>
    <td class="alt1" id="td_post_41"><div id="post_message_41">{FIRST}</div><div align="right"><a
      href="newreply.php?p=41">Reply With Quote</a></div></td></tr></table></div>
    <div id="edit42"><table id="post42" class="tborder"><tr><td class="thead"><a
      name="post42"></a>05-04-2010, 11:02 PM</td><td class="thead">#<a href="showpost.php?p=42&amp;postcount=2"
      id="postcount42"><strong>2</strong></a></td></tr>
    <tr><td class="alt2"><div id="postmenu_42"><a class="bigusername" href="member.php?u=3">bob</a></div><div
      class="smallfont">Senior Member</div></td>
    <td class="alt1" id="td_post_42"><div
      id="post_message_42">{SECOND}</div></td></tr></table></div></div></body></html>""",
)
VBULLETIN4 = Case(
    "vbulletin4",
    "http://forum.example/showthread.php?7-The-mill",
    f"""<html><head><meta name="generator" content="vBulletin 4.2.0"></head><body><ol id="posts" class="posts">
    <li class="postbitlegacy postbitim postcontainer old" id="post_51"><div class="posthead"><span
      class="postdate old"><span class="date">05-03-2010,&nbsp;<span class="time">09:15 AM</span></span></span>
    <span class="nodecontrols"><a name="post51" href="showthread.php?7-The-mill&amp;p=51#post51"
      class="postcounter">#1</a></span></div>
    <div class="postdetails"><div class="userinfo"><div class="username_container"><a class="username offline"
      href="member.php?2-annmill"><strong>annmill</strong></a></div><span class="usertitle">Member</span>
    <dl class="userinfo_extra"><dt>Join Date</dt><dd>Apr 2010</dd><dt>Posts</dt><dd>12</dd></dl></div>
    <div class="postbody"><div class="postrow"><h2 class="title icon">The mill</h2><div class="content"><div
      id="post_message_51"><blockquote class="postcontent restore">{FIRST}</blockquote></div></div></div></div></div></li>
    <li class="postbitlegacy postbitim postcontainer old" id="post_52"><div class="posthead"><span
      class="postdate old"><span class="date">05-04-2010,&nbsp;<span class="time">11:02 PM</span></span></span></div>
    <div class="postdetails"><div class="userinfo"><div class="username_container"><a class="username offline"
      href="member.php?3-bob"><strong>bob</strong></a></div></div>
    <div class="postbody"><div class="postrow"><div class="content"><div id="post_message_52"><blockquote
      class="postcontent restore">{SECOND}</blockquote></div></div></div></div></div></li></ol></body></html>""",
)
SMF = Case(
    "smf2",
    "http://forum.example/index.php?topic=7.0",
    f"""<html><head><meta name="generator" content="SMF"></head><body><div id="forumposts"><form>
    <div class="windowbg"><span class="topslice"></span><div class="post_wrapper"><div class="poster"><h4><a
      href="?action=profile;u=2">annmill</a></h4><ul><li class="membergroup">Newbie</li><li
      class="postcount">Posts: 12</li></ul></div>
    <div class="postarea"><div class="flow_hidden"><div class="keyinfo"><h5 id="subject_61"><a
      href="?topic=7.msg61#msg61">The mill</a></h5><div
      class="smalltext">&#171; <strong>on:</strong> May 03, 2010, 09:15:00 AM &#187;</div></div></div>
    <div class="post"><div class="inner" id="msg_61">{FIRST}</div></div></div></div></div>
    <div class="windowbg2"><span class="topslice"></span><div class="post_wrapper"><div class="poster"><h4><a
      href="?action=profile;u=3">bob</a></h4><ul><li class="membergroup">Newbie</li></ul></div>
    <div class="postarea"><div class="flow_hidden"><div class="keyinfo"><h5 id="subject_62"><a
      href="?topic=7.msg62#msg62">Re: The mill</a></h5><div
      class="smalltext">&#171; <strong>Reply #1 on:</strong> May 04, 2010, 11:02:00 PM &#187;</div></div></div>
    <div class="post"><div class="inner" id="msg_62">{SECOND}</div></div></div></div></div></form></div></body></html>""",
)
XENFORO1 = Case(
    "xenforo1",
    "http://forum.example/threads/the-mill.7/",
    f"""<html id="XenForo" class="Public LoggedOut"><body><ol class="messageList" id="messageList">
    <li id="post-71" class="message" data-author="annmill"><div class="messageUserInfo"><div
      class="messageUserBlock"><h3 class="userText"><a href="members/annmill.2/" class="username">annmill</a><em
      class="userTitle">Member</em></h3></div></div>
    <div class="messageInfo primaryContent"><div class="messageContent"><article><blockquote
      class="messageText ugc baseHtml">{FIRST}</blockquote></article></div>
    <div class="messageMeta"><div class="privateControls"><span class="item muted"><a href="members/annmill.2/"
      class="username author">annmill</a>, <a href="posts/71/" class="datePermalink"><span class="DateTime"
      title="May 3, 2010 at 9:15 AM">May 3, 2010</span></a></span></div>
    <div class="publicControls"><a href="posts/71/" class="item muted postNumber">#1</a></div></div></div></li>
    <li id="post-72" class="message" data-author="bob"><div class="messageUserInfo"><div
      class="messageUserBlock"><h3 class="userText"><a href="members/bob.3/" class="username">bob</a><em
      class="userTitle">Member</em></h3></div></div>
    <div class="messageInfo primaryContent"><div class="messageContent"><article><blockquote
      class="messageText ugc baseHtml">{SECOND}</blockquote></article></div>
    <div class="messageMeta"><div class="privateControls"><span class="item muted"><a href="members/bob.3/"
      class="username author">bob</a>, <a href="posts/72/" class="datePermalink"><span class="DateTime"
      title="May 4, 2010 at 11:02 PM">May 4, 2010</span></a></span></div></div></div></li></ol></body></html>""",
)
XENFORO2 = Case(
    "xenforo2",
    "http://forum.example/threads/the-mill.7/",
    f"""<html id="XF" data-template="thread_view"><body><div class="block-body js-replyNewMessageContainer">
    <article class="message message--post" data-author="annmill" id="js-post-81"><span class="u-anchorTarget"
      id="post-81"></span><div class="message-inner"><div class="message-cell message-cell--user"><section
      class="message-user"><div class="message-userDetails">
    <h4 class="message-name"><a class="username">annmill</a></h4><h5
      class="userTitle message-userTitle">Member</h5></div><div class="message-userExtras"><dl
      class="pairs"><dt>Joined</dt><dd>Apr 3, 2010</dd></dl><dl
      class="pairs"><dt>Messages</dt><dd>12</dd></dl></div></section></div>
    <div class="message-cell message-cell--main"><div class="message-main"><header class="message-attribution"><ul
      class="message-attribution-main"><li class="u-concealed"><a href="/threads/7/post-81"><time class="u-dt"
      datetime="2010-05-03T09:15:00+0000">May 3, 2010</time></a></li></ul>
    <ul class="message-attribution-opposite"><li><a href="/threads/7/post-81">#1</a></li></ul></header><div
      class="message-content"><div class="message-userContent"><article class="message-body"><div
      class="bbWrapper">{FIRST}</div></article></div></div></div></div></div></article>
    <article class="message message--post" data-author="bob" id="js-post-82"><span class="u-anchorTarget"
      id="post-82"></span><div class="message-inner"><div class="message-cell message-cell--user"><section
      class="message-user"><div class="message-userDetails">
    <h4 class="message-name"><a class="username">bob</a></h4></div></section></div><div
      class="message-cell message-cell--main"><div class="message-main"><header class="message-attribution"><time
      class="u-dt" datetime="2010-05-04T23:02:00+0000">May 4, 2010</time></header>
    <div class="message-content"><div class="message-userContent"><article class="message-body"><div
      class="bbWrapper">{SECOND}</div></article></div></div></div></div></div></article></div></body></html>""",
)
IPB3 = Case(
    "ipboard3",
    "http://forum.example/topic/7-the-mill/",
    f"""<html><body id="ipboard_body"><div id="ipbwrapper"><div id="ips_Posts">
    <div class="post_block hentry clear clearfix column_view" id="post_id_91"><a id="entry91"></a><div
      class="post_wrap"><h3 class="row2"><span class="post_id right"><a href="#entry91">#1</a></span><span
      class="author vcard"><a class="url fn name" href="/user/2">annmill</a></span></h3>
    <div class="author_info"><div class="user_details"><p class="member_title">Member</p></div></div><div
      class="post_body"><p class="posted_info desc">Posted <abbr class="published"
      title="2010-05-03T09:15:00+00:00">03 May 2010 - 09:15 AM</abbr></p><div
      class="post entry-content">{FIRST}</div></div></div></div>
    <div class="post_block hentry clear clearfix column_view" id="post_id_92"><a id="entry92"></a><div
      class="post_wrap"><h3 class="row2"><span class="post_id right"><a href="#entry92">#2</a></span><span
      class="author vcard"><a class="url fn name" href="/user/3">bob</a></span></h3>
    <div class="post_body"><p class="posted_info desc">Posted <abbr class="published"
      title="2010-05-04T23:02:00+00:00">04 May 2010 - 11:02 PM</abbr></p><div
      class="post entry-content">{SECOND}</div></div></div></div></div></div></body></html>""",
)
DISCOURSE = Case(
    "discourse-crawler-view",
    "http://discuss.example/t/the-mill/7",
    f"""<html><head><meta name="generator" content="Discourse 2.5.0"></head><body class="crawler"><div itemscope
      itemtype="http://schema.org/DiscussionForumPosting">
    <div id="post_1" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator"
      itemprop="author" itemscope itemtype="http://schema.org/Person"><a itemprop="url" href="/u/annmill"><span
      itemprop="name">annmill</span></a></span>
    <span class="crawler-post-infos"><time itemprop="datePublished" datetime="2010-05-03T09:15:00Z"
      class="post-time">May 3, 2010, 9:15am</time><span itemprop="position">1</span></span></div><div class="post"
      itemprop="articleBody"><p>{FIRST}</p></div>
    <div itemprop="interactionStatistic"><meta itemprop="userInteractionCount" content="4"><span
      class="post-likes">4 Likes</span></div></div>
    <div id="post_2" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator"
      itemprop="author" itemscope itemtype="http://schema.org/Person"><a itemprop="url" href="/u/bob"><span
      itemprop="name">bob</span></a></span>
    <span class="crawler-post-infos"><time itemprop="datePublished" datetime="2010-05-04T23:02:00Z"
      class="post-time">May 4, 2010, 11:02pm</time><span itemprop="position">2</span></span></div><div class="post"
      itemprop="articleBody"><p>{SECOND}</p></div></div></div></body></html>""",
)
MYBB = Case(
    "mybb",
    "http://forum.example/showthread.php?tid=7",
    f"""<html><body><div id="posts"><a name="pid101" id="pid101"></a><div class="post classic" id="post_101"><div
      class="post_author scaleimages"><div class="author_information"><strong><span class="largetext"><a
      href="member.php?uid=2">annmill</a></span></strong><br><span class="smalltext">Junior Member</span></div>
    <div class="author_statistics">Posts: 12<br>Joined: Apr 2010</div></div><div class="post_content"><div
      class="post_head"><div class="float_right"><strong><a href="#pid101">#1</a></strong></div><span
      class="post_date">05-03-2010, 09:15 AM</span></div>
    <div class="post_body scaleimages" id="pid_101">{FIRST}</div></div></div><a name="pid102" id="pid102"></a><div
      class="post classic" id="post_102"><div class="post_author"><div class="author_information"><strong><span
      class="largetext"><a href="member.php?uid=3">bob</a></span></strong></div></div>
    <div class="post_content"><div class="post_head"><span class="post_date">05-04-2010, 11:02 PM</span></div><div
      class="post_body scaleimages" id="pid_102">{SECOND}</div></div></div></div></body></html>""",
)
FLUXBB = Case(
    "fluxbb",
    "http://bbs.example/viewtopic.php?id=7",
    f"""<html><body><div id="punviewtopic" class="pun"><div class="punwrap"><div id="brdmain"><div id="p111"
      class="blockpost rowodd firstpost blockpost1"><h2><span><span class="conr">#1</span> <a
      href="viewtopic.php?pid=111#p111">2010-05-03 09:15:00</a></span></h2>
    <div class="box"><div class="inbox"><div class="postbody"><div class="postleft"><dl><dt><strong><a
      href="profile.php?id=2">annmill</a></strong></dt><dd
      class="usertitle"><strong>Member</strong></dd><dd><span>Registered: 2010-04-03</span></dd><dd><span>Posts: 12</span></dd></dl></div>
    <div class="postright"><h3>The mill</h3><div
      class="postmsg"><p>{FIRST}</p></div></div></div></div></div></div><div id="p112"
      class="blockpost roweven"><h2><span><span class="conr">#2</span> <a
      href="viewtopic.php?pid=112#p112">2010-05-04 23:02:00</a></span></h2>
    <div class="box"><div class="inbox"><div class="postbody"><div class="postleft"><dl><dt><strong><a
      href="profile.php?id=3">bob</a></strong></dt></dl></div><div class="postright"><h3>Re: The mill</h3><div
      class="postmsg"><p>{SECOND}</p></div></div></div></div></div></div></div></div></div></body></html>""",
)
BBPRESS = Case(
    "bbpress2",
    "http://blog.example/forums/topic/the-mill/",
    f"""<html><body class="bbpress"><div id="bbpress-forums"><ul id="topic-7-replies" class="forums bbp-replies"><li
      class="bbp-body"><div id="post-7" class="bbp-reply-header"><div class="bbp-meta"><span
      class="bbp-reply-post-date">May 3, 2010 at 9:15 am</span><a href="#post-7"
      class="bbp-reply-permalink">#7</a></div></div>
    <div class="post-7 topic type-topic"><div class="bbp-reply-author"><a href="/users/ann/"
      class="bbp-author-name">annmill</a><div class="bbp-author-role">Participant</div></div><div
      class="bbp-reply-content"><p>{FIRST}</p></div></div>
    <div id="post-8" class="bbp-reply-header"><div class="bbp-meta"><span
      class="bbp-reply-post-date">May 4, 2010 at 11:02 pm</span><a href="#post-8"
      class="bbp-reply-permalink">#8</a></div></div>
    <div class="post-8 reply type-reply"><div class="bbp-reply-author"><a href="/users/bob/"
      class="bbp-author-name">bob</a><div class="bbp-author-role">Participant</div></div><div
      class="bbp-reply-content"><p>{SECOND}</p></div></div></li></ul></div></body></html>""",
)
LITHIUM = Case(
    "lithium",
    "http://community.example/t5/Mills/The-mill/td-p/121",
    f"""<html><body class="lia-forum lia-user-status-anonymous" id="lia-body"><div
      class="linear-message-list message-list">
    <div id="messageview" class="lia-message-view-wrapper lia-js-data-messageUid-121"><div
      class="lia-panel-message message-uid-121"><div class="lia-message-author-with-avatar"><a
      class="lia-user-name-link" href="/user/2"><span>annmill</span></a><span
      class="lia-message-author-rank">Visitor</span></div>
    <span class="DateTime lia-message-posted-on"><span class="local-date">&#8206;05-03-2010</span> <span
      class="local-time">09:15 AM</span></span><div class="lia-message-body"><div
      class="lia-message-body-content"><p>{FIRST}</p></div></div></div></div>
    <div id="messageview_0" class="lia-message-view-wrapper lia-js-data-messageUid-122"><div
      class="lia-panel-message message-uid-122"><div class="lia-message-author-with-avatar"><a
      class="lia-user-name-link" href="/user/3"><span>bob</span></a></div>
    <span class="DateTime lia-message-posted-on"><span class="local-date">&#8206;05-04-2010</span> <span
      class="local-time">11:02 PM</span></span><div class="lia-message-body"><div
      class="lia-message-body-content"><p>{SECOND}</p></div></div></div></div></div></body></html>""",
)
UNKNOWN = Case(
    "unknown-forum",
    "http://forum.example/mill/7.html",
    f"""<html><body><h1>The mill</h1><table><tr class="h"><td><a name="1"></a><a
      href="/u/annmill">annmill</a></td><td>3 May 2010, 09:15</td></tr><tr class="t"><td colspan="2">{FIRST}</td></tr>
    <tr class="h"><td><a name="2"></a><a href="/u/bob">bob</a></td><td>4 May 2010, 23:02</td></tr><tr class="t"><td
      colspan="2">{SECOND}</td></tr></table></body></html>""",
)

CASES = [value for value in list(globals().values()) if isinstance(value, Case)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_post_is_read_with_its_author(case: Case) -> None:
    found = read_posts(case.markup, case.url)

    assert [(c.author, c.text, c.kind) for c in found.comments] == [("annmill", FIRST, "post"), ("bob", SECOND, "post")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_post_has_its_day(case: Case) -> None:
    found = read_posts(case.markup, case.url)

    assert [c.posted_at and c.posted_at.value[:4] for c in found.comments] == ["2010", "2010"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_is_called_a_forum(case: Case) -> None:
    assert read_posts(case.markup, case.url).kind is PageKind.FORUM


def test_a_list_of_articles_is_no_thread() -> None:
    teaser = """<div class='post' id='post-{0}'><h2><a href='/a/{0}'>A long headline of an article</a></h2>
    <p class='byline'>by Ann Mill on May {0}, 2010</p><p>The river was moved twice and nobody knows why.</p></div>"""
    page = "<html><body>" + "".join(teaser.format(n) for n in range(1, 9)) + "</body></html>"

    found = read_posts(page, "http://news.example/topic/rivers/")

    assert (found.comments, found.kind) == ((), None)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/viewtopic.php?t=7",
        "http://example.org/show.php?tid=71",
        "http://example.org/index.php?t=7",
        "http://example.org/mills-t71.html",
        "http://example.org/mills-td71.html",
        "http://example.org/t/mills/71",
        "http://example.org/f12/mills",
        "http://example.org/t71-mills",
        "http://example.org/foro/7",
        "http://example.org/questions/71/mills",
        "http://boards.example.org/mills",
        "http://community.example.org/mills",
        "http://talk.example.org/mills",
        "http://answers.example.org/mills",
        "http://discourse.example.org/mills",
    ],
)
def test_an_address_of_a_forum_is_known_by_its_words(url: str) -> None:
    assert forum_sign(read_page("<p>Mills", url=url)) is not None


@pytest.mark.parametrize("url", ["http://example.org/2010/mills", "http://[bad/2010", "http://example.org/"])
def test_any_other_address_is_of_no_forum(url: str) -> None:
    assert forum_sign(read_page("<p>Mills", url=url)) is None
