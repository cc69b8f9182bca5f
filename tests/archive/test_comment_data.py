"""Comments that stand in a page's scripts: read with their source, answers after what they answer."""

# ruff: noqa: E501  data is kept as its systems write it
from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from archive.comment_data import embedded_comments
from archive.json_ld import json_ld_objects
from archive.model import Comment
from archive.page import read_page


def read_embedded(script: str, kind: str = "application/json", name: str = "") -> tuple[Comment, ...]:
    page = read_page(f'<script type="{kind}" id="{name}">{script}</script><p>x</p>', url="http://a.example/")
    return embedded_comments(page, json_ld_objects([script]) if "ld+json" in kind else ())


def test_json_ld_comments_keep_author_date_and_answers() -> None:
    article = {
        "@type": "BlogPosting",
        "comment": [
            {
                "@type": "Comment",
                "author": {"@type": "Person", "name": "Ann Mill"},
                "dateCreated": "2010-05-03T09:15:00Z",
                "text": "The river was moved twice.",
                "upvoteCount": 3,
                "comment": [
                    {"@type": "Comment", "author": {"name": "Bob"}, "dateCreated": "2010-05-04", "text": "Thrice."}
                ],
            }
        ],
    }

    first, second = read_embedded(json.dumps(article), "application/ld+json")

    assert (first.author, first.text, first.votes, first.source) == (
        "Ann Mill",
        "The river was moved twice.",
        3,
        "json-ld",
    )
    assert first.posted_at is not None
    assert first.posted_at.value == "2010-05-03T09:15:00Z"
    assert (second.author, second.parent, second.depth) == ("Bob", 0, 1)


def test_a_saved_disqus_thread_is_read_with_parents() -> None:
    data = {
        "response": {
            "posts": [
                {"id": "11", "parent": None, "author": {"name": "Ann Mill"}, "createdAt": "2010-05-03T09:15:00", "message": "<p>The river<br>was moved.</p>"},
                {"id": "12", "parent": 11, "author": {"name": "Bob"}, "createdAt": "2010-05-04T23:02:00", "message": "<p>Thrice.</p>"},
            ]
        }
    }  # fmt: skip

    first, second = read_embedded(json.dumps(data), "text/json", "disqus-threadData")

    assert (first.text, first.source, first.author_source) == ("The river\nwas moved.", "disqus", "data")
    assert (second.parent, second.depth, second.anchor) == (0, 1, "12")


def test_a_discourse_topic_is_read_from_its_preloaded_json() -> None:
    topic = {
        "post_stream": {
            "posts": [{"id": 1, "username": "annmill", "created_at": "2010-05-03T09:15:00Z", "cooked": "<p>Hello</p>"}]
        }
    }
    markup = json.dumps({"topic_7": json.dumps(topic)}).replace("&", "&amp;").replace('"', "&quot;")
    page = read_page(f'<div id="data-preloaded" data-preloaded="{markup}"></div>', url="http://a.example/t/x/7")

    (post,) = embedded_comments(page, ())

    assert (post.author, post.text, post.source) == ("annmill", "Hello", "discourse")


def test_scripts_in_comments_do_not_survive() -> None:
    data = {
        "comments": [{"author": "Ann", "date": "2010-05-03", "body": "<p onclick=x()>Hi<script>x()<\\/script></p>"}]
    }

    (comment,) = read_embedded(json.dumps(data).replace("</", "<\\/"))

    assert "script" not in comment.html
    assert "onclick" not in comment.html


def test_lists_without_author_and_date_are_no_comments() -> None:
    assert read_embedded(json.dumps({"comments": [{"text": "a slogan"}, {"text": "another"}]})) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["comments", "replies", "author", "text", "date", "id", "parent", "content"]), inner, max_size=5),
    max_leaves=30,
)  # fmt: skip


@given(JSON)
def test_any_json_gives_comments_whose_parents_stand_before_them(value: object) -> None:
    for comment in read_embedded(json.dumps(value).replace("</", "<\\/")):
        assert comment.parent is None or comment.parent < comment.position
