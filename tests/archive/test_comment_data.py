"""Comments that stand in a page's scripts: read with their source, answers after what they answer."""

# ruff: noqa: E501  data is kept as its systems write it
from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.comment_data import embedded_comments
from archive.json_ld import json_ld_objects
from archive.model import Comment
from archive.page import read_page
from archive.regions import Context
from archive.regions.comments import read
from archive.structured import StructuredData


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


SHAPES = {
    "a state that a script sets": "<script>window.__STATE__ = {};</script>",
    "a list that a script names": "<script>var comments_data = [];</script>",
    "nodes of GraphQL": '<script type="application/json">{}</script>',
    "the WordPress interface": '<script type="application/json">{}</script>',
    "Livefyre's table of authors": '<script type="application/json" id="livefyre-bootstrap">{}</script>',
}
_HELD: dict[str, object] = {
    "a state that a script sets": {
        "comments": [
            {"id": 1, "author": "Ann Mill", "text": "Twice.", "createdAt": "2010-05-13"},
            {"id": 2, "author": "bob", "text": "Three.", "createdAt": "2010-05-14", "parentId": 1},
        ]
    },
    "a list that a script names": [
        {"id": 1, "user": "Ann Mill", "body": "Twice.", "created": "2010-05-13"},
        {"id": 2, "user": "bob", "body": "Three.", "created": "2010-05-14", "parent": 1},
    ],
    "nodes of GraphQL": {
        "story": {
            "comments": {
                "edges": [
                    {
                        "node": {
                            "author": {"node": {"name": "Ann Mill"}},
                            "content": "<p>Twice.</p>",
                            "date": "2010-05-13T09:15:00",
                            "replies": {
                                "nodes": [{"author": {"name": "bob"}, "content": "Three.", "date": "2010-05-14"}]
                            },
                        }
                    }
                ]
            }
        }
    },
    "the WordPress interface": {
        "comments": [
            {"id": 1, "parent": 0, "author_name": "Ann Mill", "date": "2010-05-13", "content": {"rendered": "Twice."}},
            {
                "id": 2,
                "parent": 1,
                "author_name": "bob",
                "date": "2010-05-14",
                "content": {"rendered": "<p>Three.</p>"},
            },
        ]
    },
    "Livefyre's table of authors": {
        "headDocument": {
            "content": [
                {
                    "content": {"id": "1", "bodyHtml": "<p>Twice.</p>", "authorId": "u1", "createdAt": "2010-05-13"},
                    "childContent": [
                        {"content": {"id": "2", "bodyHtml": "Three.", "authorId": "u2", "createdAt": "2010-05-14"}}
                    ],
                }
            ],
            "authors": {"u1": {"displayName": "Ann Mill"}, "u2": {"displayName": "bob"}},
        }
    },
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_comments_in_saved_data_are_read_whatever_holds_them(shape: str) -> None:
    script = SHAPES[shape].replace("{}", json.dumps(_HELD[shape])).replace("[]", json.dumps(_HELD[shape]))

    found = embedded_comments(read_page(f"<p>The mill</p>{script}", url="http://blog.example/mill"), ())

    assert [(c.author, c.text, c.parent, c.posted_at and c.posted_at.value[:10]) for c in found] == [
        ("Ann Mill", "Twice.", None, "2010-05-13"),
        ("bob", "Three.", 0, "2010-05-14"),
    ]


def test_comments_shown_only_without_script_are_read_and_say_so() -> None:
    page = read_page(
        f"""<p>{"The mill has ground flour since the river was moved. " * 8}</p><div id="disqus_thread"></div>
        <noscript><ul id="dsq-comments"><li id="dsq-comment-1"><cite><a href="http://ann.example/">Ann Mill</a></cite>
        <div class="dsq-comment-message"><p>Twice.</p></div></li><li id="dsq-comment-2"><cite>bob</cite>
        <div class="dsq-comment-message"><p>Three.</p></div></li></ul></noscript>""",
        url="http://blog.example/mill",
    )

    found = read(Context(page, StructuredData()))

    assert [(c.author, c.text, c.source, c.node) for c in found.comments] == [
        ("Ann Mill", "Twice.", "noscript", None),
        ("bob", "Three.", "noscript", None),
    ]
    assert (found.comment_system, found.problems) == ("disqus", ())


def test_a_state_whose_comments_nobody_wrote_shows_what_a_demonstration_shows() -> None:
    entries = [{"text": "That is a great post!", "createdAt": "2025-05-07"}] * 2

    assert read_embedded(json.dumps({"comments": entries})) == ()
