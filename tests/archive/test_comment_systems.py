"""Comments in the markup of many systems and of hand-made pages: who, when, what, in answer to whom, with what link."""

# ruff: noqa: E501  markup is kept as its systems write it
from __future__ import annotations

from dataclasses import dataclass

import pytest

from archive.model import Comment
from archive.page import read_page
from archive.regions import Context
from archive.regions.comments import read
from archive.structured import StructuredData

AROUND = (
    "<h1>The mill</h1><ul>"
    + "".join(f"<li><a href='/m{n}'>Menu {n}</a></li>" for n in range(8))
    + "</ul><div class='entry'>"
    + "".join(
        f"<p>The mill <a href='/l{n}'>has ground</a> flour <em>since the river</em> was moved.</p>" for n in range(6)
    )
    + "</div>{}<div class='foot'><a href='/a'>About us</a> <a href='/b'>Contact</a> <p>Copyright 2010 The Mill</p></div>"
)
SAID = (
    ("Ann Mill", "13", "The river was moved twice, and not once."),
    ("bob", "14", "Three times, I counted them all."),
    ("Cem Ö.", "15", "Who knows."),
)
LINK = "http://x.example/"


@dataclass(frozen=True)
class System:
    """How a system prints three comments."""

    name: str
    around: str
    """What stands around the comments, which stand at {}."""
    each: str
    """One comment: a author, d day, t text, n number, l level from 0, l1 from 1, px indent in pixels."""
    levels: tuple[int, int, int] = (0, 0, 0)
    parents: tuple[int | None, ...] | None = None
    dated: str = "day"
    """day; or raw, where the words alone tell no day; or not."""
    subject: str | None = None
    url: str = "http://blog.example/2010/05/the-mill/"


def read_comments(system: System) -> tuple[Comment, ...]:
    said = "".join(
        system.each.format(n=100 + at, a=a, d=d, t=t, l=level, px=level * 25, l1=level + 1)
        for at, ((a, d, t), level) in enumerate(zip(SAID, system.levels, strict=True))
    )
    page = read_page(AROUND.replace("{}", system.around.replace("{}", said)), url=system.url)
    return read(Context(page, StructuredData())).comments


SYSTEMS = [
    System(
        "hn-2020",
        "<table class='comment-tree'><tbody>{}</tbody></table>",
        '<tr class=\'athing comtr\' id=\'{n}\'><td><table border=\'0\'><tr><td class=\'ind\' indent=\'{l}\'><img src="s.gif" height="1" width="{px}"></td><td valign="top" class="votelinks"><center><a id=\'up_{n}\' href=\'vote?id={n}\'><div class=\'votearrow\' title=\'upvote\'></div></a></center></td><td class="default"><div style="margin-top:2px; margin-bottom:-10px;"><span class="comhead"><a href="user?id=x" class="hnuser">{a}</a> <span class="age" title="2010-05-{d}T09:15:00"><a href="item?id={n}">12 days ago</a></span> <span id="unv_{n}"></span><span class=\'navs\'> | <a href="#{n}" class="clicky" aria-hidden="true">next</a> <a class="togg clicky" id="{n}" n="2" href="javascript:void(0)">[–]</a><span class="onstory"></span></span></span></div><br><div class="comment"><div class="commtext c00">{t}</div><div class=\'reply\'><p><font size="1"><u><a href="reply?id={n}">reply</a></u></font></div></div></td></tr></table></td></tr>',
        levels=(0, 1, 2),
        parents=(None, 0, 1),
        url="http://news.example/item?id=99",
    ),
    System(
        "hn-2011",
        "<table border=0>{}</table>",
        '<tr><td><table border=0><tr><td><img src="http://y.example/s.gif" height=1 width={px}></td><td valign=top><center><a id=up_{n} href="vote?for={n}"><img src="g.gif"></a><span id=down_{n}></span></center></td><td class="default"><div style="margin-top:2px; margin-bottom:-10px; "><span class="comhead"><a href="user?id=x">{a}</a> 31{d} days ago  | <a href="item?id={n}">link</a></span></div><br><span class="comment"><font color=#000000>{t}</font></span><p><font size=1><u><a href="reply?id={n}">reply</a></u></font></td></tr></table></td></tr>',
        levels=(0, 1, 2),
        parents=(None, 0, 1),
        dated="raw",
        url="http://news.example/item?id=99",
    ),
    System(
        "slashdot",
        '<ul id="commentlisting">{}</ul>',
        '<li id="tree_{n}" class="comment"><div id="comment_status_{n}" class="commentstatus"></div><div id="comment_{n}" class="cw"><div id="comment_top_{n}" class="commentTop"><div class="title"><h4><a id="comment_link_{n}" name="comment_link_{n}" href="//s.example/comments.pl?sid=1&amp;cid={n}">Re:Twice</a> <span id="comment_score_{n}" class="score">(Score:{d}, Insightful)</span></h4></div><div class="details"><span class="by">by <a href="//s.example/~x">{a}</a> ( 11{d} ) </span><span class="otherdetails" id="comment_otherdetails_{n}">on Monday May {d}, 2010 @09:15AM (<a href="//s.example/comments.pl?cid={n}">#{n}</a>) </span></div></div><div class="commentBody"><div id="comment_body_{n}">{t}</div></div><div class="commentSub" id="comment_sub_{n}"><span class="nbutton"><p><b><a href="#">Reply to This</a></b></p></span><span class="nbutton"><p><b><a href="#">Share</a></b></p></span></div></div></li>',
        subject="Re:Twice",
    ),
    System(
        "livejournal-s1",
        "{}",
        "<a name='t{n}'></a><div id='ljcmt{n}' style='margin-left:{px}px; margin-top:5px'><table width='100%' class='talk-comment'><tr><td bgcolor='#eee'><table cellpadding='2'><tr valign='middle'><td><b><a href=\"http://a.example/9.html?thread={n}#t{n}\">Twice</a></b><br/><table><tr><td>From:</td><td><span class='ljuser' lj:user='x'><a href=\"http://x.example/profile\"><img src='u.gif'></a><a href=\"http://x.example/\"><b>{a}</b></a></span></td></tr><tr><td>Date:</td><td>May {d}th, 2010 09:15 am (UTC)</td></tr></table></td></tr></table></td></tr><tr><td>{t}</td></tr><tr><td><p>(<a href=\"http://a.example/9.html?replyto={n}\">Reply</a>) (<a href=\"http://a.example/9.html?thread={n}#t{n}\">Thread</a>)</p></td></tr></table></div>",
        levels=(0, 1, 2),
        parents=(None, 0, 1),
        subject="Twice",
        url="http://a.example/9.html",
    ),
    System(
        "livejournal-s2",
        '<div id="comments" class="b-tree b-tree-root">{}</div>',
        '<div class="b-tree-twig b-tree-twig-{l1}" style="margin-left: {px}px"><div id="t{n}" class="b-leaf  b-leaf-seemore-width"><div class="b-leaf-inner"><div class="b-leaf-header"><div class="b-leaf-userpic"></div><div class="b-leaf-details"><div class="b-leaf-username"><span class="b-leaf-username-name"><span class="ljuser"><a href="http://x.example/profile" class="i-ljuser-profile"><img></a><a href="http://x.example/" class="i-ljuser-username"><b>{a}</b></a></span></span></div><div class="b-leaf-meta"><p class="b-leaf-createdtime">May {d} 2010, 09:15:00 UTC</p></div></div></div><div class="b-leaf-article">{t}</div><div class="b-leaf-footer"><ul class="b-leaf-actions"><li class="b-leaf-actions-item"><a href="http://a.example/9.html?replyto={n}">Reply</a></li><li class="b-leaf-actions-item"><a href="http://a.example/9.html?thread={n}#t{n}">Link</a></li></ul></div></div></div></div>',
        levels=(0, 1, 2),
        parents=(None, 0, 1),
        url="http://a.example/9.html",
    ),
    System(
        "dreamwidth",
        '<div id="comments"><div class="inner"><h3 class="comment-header">3 comments</h3>{}</div></div>',
        '<div id="cmt{n}" class="dwexpcomment" style="margin-left:{px}px"><div class="comment-thread comment-depth-{l1} full"><div class="comment-wrapper comment-wrapper-odd"><div class="comment"><div class="inner"><div class="header"><div class="inner"><h4 class="comment-title">Twice</h4><div class="userpic no-userpic"></div><div class="comment-info"><span class="datetime"><span class="comment-date-text">Date:</span> 2010-05-{d} 09:15 am (UTC)</span><span class="poster comment-poster"><span class="comment-from-text">From:</span> <span lj:user=\'x\' class=\'ljuser\'><a href=\'http://x.example/profile\'><img></a><a href=\'http://x.example/\'><b>{a}</b></a></span></span></div></div></div><div class="contents"><div class="inner"><div class="comment-content">{t}</div></div></div><div class="footer"><div class="inner"><ul class="icon-links comment-management-links"></ul><ul class="text-links comment-interaction-links"><li class="link commentpermalink"><a href="http://a.example/9.html?thread={n}#cmt{n}">Thread</a></li><li class="reply"><a href="http://a.example/9.html?replyto={n}">Reply</a></li></ul></div></div></div></div></div></div></div>',
        levels=(0, 1, 2),
        parents=(None, 0, 1),
        subject="Twice",
        url="http://a.example/9.html",
    ),
    System(
        "haloscan",
        "<div id='comments'>{}</div>",
        '<div class="comment"><a name="{n}"></a>{t}<br /><b><a href="http://x.example/">{a}</a></b> | <a href="http://x.example/" rel="nofollow">Homepage</a> | 05.{d}.10 - 9:15 am | <a href="#{n}" title="link">#</a></div><hr size="1">',
    ),
    System(
        "js-kit",
        '<div class="js-kit-comments"><div class="js-CommentsArea">{}</div></div>',
        '<div class="js-singleComment js-singleCommentLevel{l}" id="jsid-{n}"><div class="js-singleCommentName">{a}</div><div class="js-singleCommentDate">May {d}, 2010 at 9:15 am</div><div class="js-singleCommentBody"><div class="js-singleCommentText">{t}</div></div><div class="js-singleCommentControls"><span class="js-singleCommentReplyable">Reply</span></div></div>',
    ),
    System(
        "livefyre",
        '<div id="livefyre"><div class="fyre-stream-content">{}</div></div>',
        '<article class="fyre-comment-article fyre-comment-source-0" data-message-id="{n}" id="fyre-comment-{n}"><div class="fyre-comment-wrapper"><section class="fyre-comment-head"><a class="fyre-comment-username" href="http://x.example/"><span itemprop="author">{a}</span></a><time class="fyre-comment-date" datetime="2010-05-{d}T09:15:00.000Z">3 years ago</time></section><section class="fyre-comment-body"><div class="fyre-comment" itemprop="text"><p>{t}</p></div></section><footer class="fyre-comment-footer"><a class="fyre-comment-like-btn">Like</a><a class="fyre-comment-reply">Reply</a></footer></div></article>',
    ),
    System(
        "facebook-plugin",
        '<div class="fbFeedbackContent"><div class="clearfix"><span class="fss">3 Comments</span></div><div class="fbFeedbackPosts">{}</div></div>',
        '<div class="postContainer fsl fwb fcb" id="fbc_{n}"><div class="profilePicture"></div><div class="postActor"><a class="profileName" href="http://x.example/">{a}</a> <span class="fsm fwn fcg">&middot; Leeds, United Kingdom</span></div><div class="postContent fsm fwn fcg"><div class="postText">{t}</div></div><div class="action_links fsm fwn fcg"><a class="uiLinkSubtle">Reply</a> &middot; <a>Like</a> &middot; <abbr class="timestamp" title="Monday, May {d}, 2010 at 9:15am" data-utime="1272878100">May {d}, 2010 at 9:15am</abbr></div></div>',
    ),
    System(
        "telligent-evolution",
        '<div class="blog-feedback-list"><ul class="content-list content">{}</ul></div>',
        '<li class="content-item"><a name="{n}"></a><div class="full-post-header"></div><div class="full-post"><div class="author"><span class="avatar"><a href="/members/x/default.aspx"><img></a></span><span class="user-name"><a class="internal-link view-user-profile" href="/members/x/default.aspx"><span></span>{a}</a></span></div><div class="post-date"><span class="label"></span><span class="value">{d} May 2010 9:15 AM</span></div><div class="content"><p>{t}</p></div><ul class="post-actions"><li><a>Report abuse</a></li></ul></div></li>',
    ),
    System(
        "telligent-2008",
        '<a name="comments"></a><h3>Comments</h3><div class="CommonListArea"><div class="blogComments">{}</div></div>',
        '<div class="comment" id="comment_{n}"><a name="{n}"></a><h5 class="commentHead"><a title="Twice" href="http://blog.example/x.aspx#{n}">#</a> Twice</h5><div class="commentContent"><p>{t}</p></div><div class="commentFoot">Monday, May {d}, 2010 9:15 AM by <a href="http://x.example/">{a}</a></div></div>',
        subject="Twice",
    ),
    System(
        "community-server-2",
        '<div class="CommentArea"><h2>Comment Notification</h2><h2>Comments</h2>{}</div>',
        '<div class="CommentArea"><h4><a name="{n}"></a><a href="http://x.example/">{a}</a> said on May {d}, 2010 9:15 AM:</h4><p>{t}</p></div>',
    ),
    System(
        "msdn-blogs",
        '<h3>Comments</h3><div id="comments-wrapper">{}</div>',
        '<div class="post-comment"><a name="{n}"></a><div class="comment-header"><span class="commentauthor">{a}</span> {d} May 2010 9:15 AM</div><div class="comment-text"><p>{t}</p></div></div>',
    ),
    System(
        "sharepoint-2007",
        '<table class="ms-bodyareacell"><tr><td><div class="ms-CommentHeader">Comments</div>{}</td></tr></table>',
        '<div class="ms-CommentItem"><div class="ms-CommentTitle">Twice</div><div class="ms-CommentBody"><div class="ExternalClass12">{t}</div></div><div class="ms-CommentFooter"><a href="/_layouts/userdisp.aspx?ID=3">{a}</a> on 5/{d}/2010 9:15 AM</div></div>',
        subject="Twice",
    ),
    System(
        "expression-engine",
        '<h3>Comments</h3><div id="content">{}</div>',
        '<p>{t}</p><div class="posted">Posted by <a href="http://x.example/">{a}</a>&nbsp; on &nbsp;05/{d} &nbsp;at&nbsp;09:15 AM</div>',
        dated="raw",
    ),
    System(
        "expression-engine-2",
        '<h2>Comments:</h2><ol id="comments">{}</ol>',
        '<li id="comment-{n}"><div class="comment-body"><p>{t}</p></div><p class="posted">&mdash; {a} &nbsp;|&nbsp; May {d}, 2010 at 09:15 AM &nbsp;|&nbsp; <a href="#comment-{n}">#</a></p></li>',
    ),
    System(
        "pmachine",
        '<div class="comments"><b>Comments</b><br><br>{}</div>',
        '<div class="commentbody">{t}</div><div class="commentposted">Posted by <a href="http://x.example/">{a}</a> on 05/{d}/2010 at 09:15 AM</div><hr>',
    ),
    System(
        "b2evolution-5",
        '<section class="evo_comments"><h4 class="evo_comment__list_title">3 comments</h4>{}</section>',
        '<article class="evo_comment panel panel-default evo_comment__list" id="c{n}"><div class="panel-heading"><h4 class="evo_comment_title panel-title">Comment from: <a href="http://x.example/" class="user">{a}</a> <span class="label">[Visitor]</span></h4></div><div class="panel-body"><div class="evo_comment_avatar"></div><div class="evo_comment_text"><p>{t}</p></div></div><div class="panel-footer"><small class="evo_comment_footer">05/{d}/10 @ 09:15</small></div></article>',
    ),
    System(
        "serendipity",
        '<div class="serendipity_comments serendipity_section_comments"><a id="comments"></a><div class="serendipity_commentsTitle">Comments</div><div class="serendipity_center">Display comments as (<a href="?x">Linear</a> | Threaded)</div>{}</div>',
        '<a id="c{n}"></a><div id="serendipity_comment_{n}" class="serendipity_comment serendipity_comment_author_self uneven" style="padding-left: {px}px"><div class="serendipity_commentBody">{t}</div><div class="serendipity_comment_source"><a class="comment_source_trace" href="#c{n}">#{d}</a> <span class="comment_source_author"><a class="comment_source_url" href="http://x.example/">{a}</a></span> on <span class="comment_source_date">2010-05-{d} 09:15</span> (<a class="comment_reply" href="#serendipity_CommentForm">Reply</a>)</div></div>',
        levels=(0, 1, 2),
        parents=(None, 0, 1),
    ),
    System(
        "serendipity-old",
        '<div class="serendipity_comments"><div class="serendipity_commentsTitle">Comments</div>{}</div>',
        '<a id="c{n}"></a><div id="serendipity_comment_{n}" class="serendipity_comment" style="padding-left: {px}px"><div class="serendipity_commentBody">{t}</div><div class="serendipity_comment_source">#{d} - <b><a href="http://x.example/">{a}</a></b> - 05/{d}/2010 - 09:15 - (<a href="#serendipity_CommentForm">Reply</a>)</div></div>',
        levels=(0, 1, 2),
        parents=(None, 0, 1),
    ),
    System(
        "nucleus",
        '<div class="contenttitle"><h2>Comments</h2></div><a id="c"></a>{}',
        '<div class="itemcomment id{n}"><h3><a href="http://x.example/">{a}</a> wrote:</h3><div class="commentbody">{t}</div><div class="commentinfo">{d} May 10 - 09:15:00</div></div>',
    ),
    System(
        "textpattern",
        '<h2 id="comment">Comment</h2>{}',
        '<div id="c000{n}" class="comments"><p>{t}</p><p><small>&#8212; <a href="http://x.example/" rel="nofollow">{a}</a> &#183; May {d}, 09:15 AM &#183; <a href="http://blog.example/2010/05/the-mill#c000{n}">#</a></small></p></div>',
        dated="raw",
    ),
    System(
        "textpattern-4",
        '<ol class="comments">{}</ol>',
        '<li><h3 class="commentname" id="c000{n}"><a href="http://x.example/">{a}</a></h3><p class="commentdate">{d} May 2010, 09:15 <a href="#c000{n}">#</a></p><div class="commenttext"><p>{t}</p></div></li>',
    ),
    System(
        "dasblog",
        '<div class="commentViewBoxStyle">{}</div>',
        '<div class="commentBoxStyle"><a name="{n}"></a><div class="commentDateStyle">Monday, May {d}, 2010 9:15:21 AM (GMT Daylight Time, UTC+01:00)</div><div class="commentBodyStyle">{t}</div><div class="commentBoxFooterStyle"><a href="http://x.example/">{a}</a></div></div>',
    ),
    System(
        "subtext",
        '<div id="comments"><h3>Feedback</h3>{}</div>',
        '<div class="post"><h2><a title="permalink" href="#{n}">#</a>&nbsp;<a name="{n}"></a>re: The mill</h2><p class="posted">5/{d}/2010 9:15 AM | <a href="http://x.example/">{a}</a></p>{t}</div>',
        subject="re: The mill",
    ),
    System(
        "dottext",
        '<div id="comments"><h3>Feedback</h3>{}</div>',
        '<div class="comment"><h4><a title="permalink: re: The mill" href="#{n}">#</a>&nbsp;<a name="{n}"></a>re: The mill</h4><div class="commentText">{t}</div><div class="commentinfo">Left by <a href="http://x.example/">{a}</a> at 5/{d}/2010 9:15 AM</div></div>',
        subject="re: The mill",
    ),
    System(
        "blogengine",
        '<h1 id="comment">Comments (3)</h1><div id="commentlist">{}</div>',
        '<div id="id_{n}" class="vcard comment"><p class="date">5/{d}/2010 9:15:02 AM <a href="#id_{n}">#</a></p><p class="gravatar"><img></p><p class="content">{t}</p><p class="author"><a href="http://x.example/" class="url fn">{a}</a> <span class="flag" title="gb"></span></p></div>',
    ),
    System(
        "roller",
        '<div class="comments" id="comments"><div class="comments-head">Comments:</div>{}</div>',
        '<div class="comment odd" id="comment{n}"><p>{t}</p><p class="comment-details">Posted by <b><a rel="nofollow" href="http://x.example/">{a}</a></b> on May {d}, 2010 at 09:15 AM BST <a href="#comment-127">#</a></p></div>',
    ),
    System(
        "pebble",
        '<div class="responses"><h3>Comments</h3>{}</div>',
        '<div class="comment"><a name="comment{n}"></a><h1>Re: The mill</h1><div class="commentBody"><p>{t}</p></div><div class="metadata">Posted by <a href="http://x.example/">{a}</a> on {d} May 2010 09:15 BST<a href="#comment{n}">#</a></div></div>',
        subject="Re: The mill",
    ),
    System(
        "greymatter",
        "<b>Replies: 3 Comments</b><br><br>{}",
        '{t}<br><br><i>Posted by <a href="http://x.example/">{a}</a> @ 05/{d}/2010 09:15 AM GMT</i><br><hr>',
    ),
    System(
        "phpnuke",
        "<table><tr><td><b>Comments</b></td></tr>{}</table>",
        '<tr><td><a name="{n}"></a><font class="content"><b>Re: The mill</b> (Score: {d})<br>by {a} on Monday, May {d}, 2010 @ 09:15:12 GMT<br>(<a href="modules.php?name=x">User Info</a>)</font><br><br>{t}<br><br>[ <a href="reply.php?pid={n}">Reply to This</a> ]</td></tr>',
        subject="Re: The mill",
    ),
    System(
        "geeklog",
        '<div class="comments"><h3>The mill | 3 comments</h3>{}</div>',
        '<div class="comment" id="cid_{n}"><div class="comment-title">Re: Twice</div><div class="comment-author">Authored by: <a href="/users.php?uid=3">{a}</a> on Monday, May {d} 2010 @ 09:15 AM BST</div><div class="comment-text">{t}</div><div>[ <a href="/comment.php?cid={n}">Reply to This</a> | # ]</div></div>',
        subject="Re: Twice",
    ),
    System(
        "dotclear",
        '<div id="comments"><h3>Commentaires</h3><dl>{}</dl></div>',
        '<dt id="c{n}" class="odd"><a href="#c{n}" class="comment-number">{d}.</a> Le lundi {d} mai 2010, 09:15 par <a href="http://x.example/" rel="ugc nofollow">{a}</a></dt><dd class="odd"><p>{t}</p></dd>',
    ),
    System(
        "spip",
        '<a id="forum"></a><div id="comments"><h2>Vos commentaires</h2><ul class="forum">{}</ul></div>',
        '<li class="comment-fil"><div class="comment-message comment" id="forum{n}"><p class="comment-meta"><a href="#forum{n}" class="permalink">#</a> Le {d} mai 2010 à 09:15, <span class="comment-meta-auteur">par <span class="comment-author">{a}</span></span></p><div class="comment-content"><p>{t}</p></div><p class="comment-reply"><a href="/forum?id={n}">Répondre à ce message</a></p></div></li>',
    ),
    System(
        "over-blog",
        '<div class="box commentaires"><div class="box-titre"><h2>Commentaires</h2></div><div class="box-content"><div class="listComment">{}</div></div></div>',
        '<div class="commentaireContainer" id="anchorComment{n}"><div class="commentMessage">{t}</div><div class="commentOption"><span>Commentaire n°{d} posté par <a href="http://x.example/">{a}</a> le {d}/05/2010 à 09h15</span></div></div>',
    ),
    System(
        "canalblog",
        '<div id="comments"><h3>Commentaires sur The mill</h3>{}</div>',
        '<div class="comment"><a name="c{n}"></a><h4>Twice</h4><div>{t}</div><div class="itemfooter">Posté par <b>{a}</b>, {d} mai 2010 à 09:15 | <a href="#c{n}">&nbsp;Répondre</a></div></div>',
        subject="Twice",
    ),
    System(
        "antville",
        '<div class="comments">{}</div>',
        '<div class="comment"><a name="{n}"></a><div class="commentTitle">Twice</div><div class="commentText">{t}</div><div class="commentMeta">von <a href="http://x.example/">{a}</a>, {d}.05.2010, 09:15 | <a href="#{n}">Link</a> | <a>antworten</a></div></div>',
        subject="Twice",
    ),
    System(
        "plog-lifetype",
        '<h3>Comments</h3><div id="comments">{}</div>',
        '<div class="comment"><a name="{n}"></a><h4>Twice</h4><div class="comment-content"><p>{t}</p></div><p class="comment-footer"><b>{a}</b> | {d}-05-2010 09:15:00 | <a>Reply</a></p></div>',
        subject="Twice",
    ),
    System(
        "wp-facebook-names",
        '<div id="comments"><h2>3 thoughts on &ldquo;The mill&rdquo;</h2><ul>{}</ul></div>',
        '<li id="li-{n}"><b>{a}</b><br><em>{d} May 2010</em><p>{t}</p></li>',
    ),
    System(
        "wp-custom-table",
        "<h2>What people said</h2>{}",
        '<div class="bubble"><p>{t}</p></div><div class="who"><img> {a}, {d} May 2010</div>',
    ),
    System(
        "reader-feedback",
        "<h2>Reader feedback</h2>{}",
        '<div class="r"><p><strong>{a}</strong> &ndash; {d} May 2010</p><p>{t}</p></div>',
    ),
    System(
        "discussion",
        "<h2>Discussion</h2>{}",
        '<div class="r"><p><strong>{a}</strong> &ndash; {d} May 2010</p><p>{t}</p></div>',
    ),
    System(
        "join-the-conversation",
        "<h2>Join the conversation</h2>{}",
        '<div class="r"><p><strong>{a}</strong> &ndash; {d} May 2010</p><p>{t}</p></div>',
    ),
    System(
        "your-say",
        "<h2>Have your say</h2>{}",
        '<div class="r"><p><strong>{a}</strong> &ndash; {d} May 2010</p><p>{t}</p></div>',
    ),
    System("letters", "<h2>Letters</h2>{}", "<p>{t}</p><p><b>{a}</b>, {d} May 2010</p>"),
    System(
        "responses-div", "<h2>Responses</h2>{}", '<div class="r"><p>{t}</p><p>by <b>{a}</b> on {d} May 2010</p></div>'
    ),
    System(
        "visitors-say",
        "<h3>What our visitors say</h3>{}",
        '<div class="r"><p>{t}</p><p>by <b>{a}</b> on {d} May 2010</p></div>',
    ),
    System(
        "leser-de",
        "<h3>Lesermeinungen</h3>{}",
        '<div class="r"><p><b>{a}</b> am {d}. Mai 2010 um 09:15 Uhr</p><p>{t}</p></div>',
    ),
    System(
        "diskussion-de",
        "<h3>Diskussion zu diesem Artikel (3)</h3>{}",
        '<div class="r"><p><b>{a}</b> schrieb am {d}. Mai 2010</p><p>{t}</p></div>',
    ),
    System(
        "opiniones-es",
        "<h3>Opiniones de los lectores</h3>{}",
        '<div class="r"><p><b>{a}</b>, {d} de mayo de 2010 a las 9:15</p><p>{t}</p></div>',
    ),
    System(
        "participa-es",
        "<h3>3 comentarios en &ldquo;The mill&rdquo;</h3><ol>{}</ol>",
        "<li><b>{a}</b> dijo el {d} de mayo de 2010:<p>{t}</p><a>Responder</a></li>",
    ),
    System(
        "vosreactions-fr",
        "<h3>Vos réactions (3)</h3>{}",
        '<div class="r"><p>{a} le {d} mai 2010 à 9h15</p><p>{t}</p><a>Signaler un abus</a></div>',
    ),
    System(
        "avis-fr", "<h3>3 avis sur « The mill »</h3><ul>{}</ul>", "<li>Par <b>{a}</b>, le {d} mai 2010 <p>{t}</p></li>"
    ),
    System(
        "coment-pt",
        "<h3>3 respostas para &ldquo;The mill&rdquo;</h3><ul>{}</ul>",
        "<li><b>{a}</b> em {d} de maio de 2010 às 9:15 disse:<p>{t}</p></li>",
    ),
    System(
        "commenti-it",
        "<h3>3 commenti</h3>{}",
        '<div class="r"><p>Scritto da <b>{a}</b> il {d} maggio 2010 alle 9:15</p><p>{t}</p><a>Rispondi</a></div>',
    ),
    System(
        "reacties-nl",
        "<h3>3 reacties op “The mill”</h3>{}",
        '<div class="r"><p>Geplaatst door <b>{a}</b> op {d} mei 2010 om 9:15</p><p>{t}</p><a>Beantwoorden</a></div>',
    ),
    System(
        "lettori-it",
        "<h3>I vostri commenti</h3>{}",
        '<div class="r"><p><b>{a}</b> - {d} maggio 2010</p><p>{t}</p></div>',
    ),
    System(
        "leitores-pt",
        "<h3>Opinião dos leitores</h3>{}",
        '<div class="r"><p><b>{a}</b> - {d}/05/2010</p><p>{t}</p></div>',
    ),
    System(
        "lezers-nl", "<h3>Reacties van lezers</h3>{}", '<div class="r"><p><b>{a}</b> - {d} mei 2010</p><p>{t}</p></div>'
    ),
    System(
        "substack",
        '<div class="comment-list post-page-root-comment-list"><h4>Discussion about this post</h4><div class="comment-list-items">{}</div></div>',
        '<div class="comment"><div id="comment-{n}" class="comment-anchor"></div><div class="pencraft pc-display-flex"><a href="http://s.example/profile/1-x" class="pencraft"><img></a><div class="pencraft flex"><div><span><a href="http://s.example/profile/1-x" class="link">{a}</a></span></div><a href="http://s.example/p/the-mill/comment/{n}" title="May {d}, 2010, 9:15 AM"><span>{d}d</span></a></div><div class="comment-body"><p>{t}</p></div><div class="comment-actions"><a class="comment-action">Reply</a><a class="comment-action">Share</a></div></div></div>',
    ),
    System(
        "substack-2020",
        '<div class="comment-list">{}</div>',
        '<div class="comment"><table class="comment-content"><tr><td class="comment-head"><div class="profile-img-wrap"></div></td><td class="comment-rest"><div class="comment-meta"><span class="commenter-name"><a class="account-hover-wrapper"><span>{a}</span></a></span> <a class="comment-timestamp" href="/p/the-mill/comments#comment-{n}" title="May {d}, 2010">May {d}, 2010</a></div><div class="comment-body"><p>{t}</p></div><div class="comment-actions"><a>Reply</a></div></td></tr></table></div>',
    ),
    System(
        "medium-responses",
        '<div class="responsesStream"><header class="heading">Responses</header>{}</div>',
        '<div class="responsesStream-item"><div class="postMetaInline"><a class="link" href="/@x">{a}</a><div class="js-postMetaInlineSupplemental"><a class="link link--darken" href="/@x/{n}"><time datetime="2010-05-{d}T09:15:00.000Z">May {d}, 2010</time></a><span class="middotDivider"></span><span class="readingTime" title="1 min read"></span></div></div><div class="section-inner"><p class="graf graf--p">{t}</p></div><div class="postActions"><button>1</button></div></div>',
    ),
    System(
        "typo3-comments",
        '<div class="tx-comments-pi1"><h3>Kommentare</h3>{}</div>',
        '<div class="tx-comments-comment" id="tx_comments-{n}"><div class="tx-comments-comment-header">Von <b>{a}</b> am {d}.05.2010 09:15</div><div class="tx-comments-comment-text">{t}</div></div>',
    ),
    System(
        "confluence",
        '<div id="comments-section"><h2 class="section-title">3 Comments</h2><ol class="comment-threads top-level">{}</ol></div>',
        '<li class="comment-thread"><div class="comment" id="comment-{n}"><p class="comment-user-logo"></p><div class="comment-header"><h4 class="author"><a href="/display/~x" class="url fn confluence-userlink">{a}</a></h4></div><div class="comment-body"><div class="comment-content wiki-content"><p>{t}</p></div></div><div class="comment-actions"><ul class="comment-actions-primary"><li><a>Reply</a></li></ul><ul class="comment-actions-secondary"><li class="comment-permalink"><a href="/pages/viewpage.action?focusedCommentId={n}#comment-{n}">May {d}, 2010</a></li></ul></div></div></li>',
    ),
    System(
        "plone-discussion",
        '<div class="discussion">{}</div>',
        '<div class="comment level-{l} replyTreeLevel{l} state-published" id="{n}"><div class="documentByLine"><span class="documentAuthor">{a}</span> says:<div class="commentDate">May {d}, 2010 09:15 AM</div></div><div class="commentBody"><p>{t}</p></div><div class="commentActions"></div></div>',
        levels=(0, 1, 2),
        parents=(None, 0, 1),
    ),
    System(
        "dnn-blog",
        '<div class="BlogComments"><span class="SubHead">Comments (3)</span><table id="dnn_lstComments">{}</table></div>',
        '<tr><td><div class="BlogCommentTitle">Re: The mill</div><div class="BlogCommentBody">{t}</div><div class="BlogCommentBy">By <span>{a}</span> on 5/{d}/2010 9:15 AM</div></td></tr>',
        subject="Re: The mill",
    ),
    System(
        "uservoice",
        '<ul class="uvList uvList-comments">{}</ul>',
        '<li class="uvListItem vcard" id="comment-{n}"><span class="uvUserActionHeader"><a class="uvUserBadge url" href="/u/1"><span class="fn">{a}</span></a> <span>commented</span> &nbsp;&middot;&nbsp; <a href="#comment-{n}"><time class="uvStyle-meta" datetime="2010-05-{d}">May {d}, 2010 9:15 AM</time></a></span><div class="uvUserActionBody"><div class="typeset"><p>{t}</p></div></div></li>',
    ),
    System(
        "wp-ratings-plugin",
        '<ol class="commentlist">{}</ol>',
        '<li class="comment" id="comment-{n}"><div class="comment-author vcard"><cite class="fn"><a href="http://x.example/" class="url">{a}</a></cite></div><small><a href="#comment-{n}">May {d}, 2010 at 9:15 am</a></small><p>{t}</p><p class="comment-rating">Like or Dislike: <img> <span id="karma-{n}-up">{d}</span> <img> <span id="karma-{n}-down">0</span></p><div id="comment-reply-{n}"><a>Reply</a></div></li>',
    ),
    System(
        "signed-below-with-ctime",
        '<div id="comments">{}</div>',
        '<div class="comment" id="comment-d0f{n}b22"><div class="comment-subject"><a href="http://blog.example/2010/05/the-mill/#comment-d0f{n}b22">On the river</a></div><div class="inlinecontent"><p>{t}</p></div><div class="comment-header">Comment by <span class="author"><a rel="nofollow" href="http://x.example/">{a}</a></span> &mdash; <span class="date">May {d} 09:15:00 2010</span></div></div>',
        subject="On the river",
    ),
]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_author_and_words_are_told_apart(system: System) -> None:
    assert [(c.author, c.text) for c in read_comments(system)] == [(author, text) for author, _, text in SAID]


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_the_day_is_read_and_what_tells_none_is_kept_as_printed(system: System) -> None:
    found = [(c.posted_at.value[:10], bool(c.posted_at.raw)) if c.posted_at else None for c in read_comments(system)]

    expected = {
        "day": [(f"2010-05-{day}", True) for _, day, _ in SAID],
        "raw": [("", True)] * 3,
        "not": [None] * 3,
    }
    assert found == expected[system.dated]


@pytest.mark.parametrize("system", [s for s in SYSTEMS if LINK in s.each], ids=lambda system: system.name)
def test_the_authors_link_is_kept(system: System) -> None:
    assert [c.author_url for c in read_comments(system)] == [LINK] * 3


@pytest.mark.parametrize("system", [s for s in SYSTEMS if s.subject], ids=lambda system: system.name)
def test_the_subject_stands_apart(system: System) -> None:
    assert [c.subject for c in read_comments(system)] == [system.subject] * 3


@pytest.mark.parametrize("system", [s for s in SYSTEMS if s.parents], ids=lambda system: system.name)
def test_answers_are_told_by_indent_or_level(system: System) -> None:
    found = read_comments(system)

    assert tuple(c.parent for c in found) == system.parents
    assert tuple(c.depth for c in found) == system.levels


def test_a_subject_that_leads_to_the_comments_own_id_is_its_address() -> None:
    (signed,) = [system for system in SYSTEMS if system.name == "signed-below-with-ctime"]

    assert [c.permalink for c in read_comments(signed)] == [f"{signed.url}#comment-d0f{n}b22" for n in (100, 101, 102)]
