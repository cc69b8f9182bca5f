"""Nothing in, parsers that have read a page out: worker processes are forked from one that has imported this.

The first page takes some two hundred milliseconds more than the next one, for models and tables that it loads. Loaded
here, all workers have them, and share the memory.
"""

from __future__ import annotations

from hashlib import sha256

from archive import parse_tasks, span_rows
from archive.parse_rows import ParseRows, Payload, parse_rows

__all__ = ["parse_tasks", "read_a_page", "span_rows"]

_PAGE = b"""<!DOCTYPE html><html lang="en"><head><title>A title | A site</title>
<meta name="generator" content="WordPress 4.2"><link rel="canonical" href="http://site.invalid/2012/05/a-title">
<script type="application/ld+json">{"@type": "BlogPosting", "headline": "A title", "author": "A. Writer"}</script>
</head>
<body><div id="header"><ul class="menu"><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></div>
<div id="content"><h1 class="title">A title</h1><p class="byline">By <a href="/author/a" rel="author">A. Writer</a> on
May 3, 2012</p><div class="entry"><p>Words enough for a body, and a <b>sentence</b> that goes on for a while, so that
it is taken for one, as it would be on a page of a site.</p><p>A second paragraph, with a <a href="/other">link</a> in
its midst, says in other words what the first one said before it.</p></div><p class="tags">Tags: <a rel="tag"
href="/tag/a">first</a></p><div id="comments"><h2>2 comments</h2><ol><li class="comment" id="comment-1"><cite>Ann
Reader</cite> says: <a href="#comment-1">May 4, 2012 at 10:01</a><p>What one reader has to say.</p></li><li
class="comment" id="comment-2"><cite>Bob Reader</cite> says: <a href="#comment-2">May 5, 2012 at 11:02</a><p>What
another one answers to that.</p></li></ol></div><p>Comments are closed.</p></div>
<div id="footer">Copyright 2012 by the site</div></body></html>"""


def read_a_page() -> ParseRows:
    """The rows of a page of the usual kind: once they are made, everything that is loaded late is loaded."""
    payload = Payload("http://site.invalid/2012/05/a-title", sha256(_PAGE).hexdigest(), "utf-8", 1)
    return parse_rows(payload, _PAGE, version="")


read_a_page()
