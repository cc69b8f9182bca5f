# ruff: noqa: E501 - hostile words are clearer on one line
from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exports.bodies import clean_html
from exports.markdown import html_to_markdown, text_to_markdown
from exports.shape import shape

RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

PIECES = [
    "a", " ", "*", "_", "`", "#", "1. ", "- ", "+ ", "&gt; ", "&lt;b&gt;", "&amp;amp;", "[x](y)", "![i](j)", "|", "~~", "\\",
    "{{ x }}", "{% y %}", "{{&lt; z &gt;}}", "$$", "[^1]", ": d", "\n", "http://x.example/a_b_c", "\xa0", "é", "“q”", "---", "===",
]  # fmt: skip
INLINE = ["em", "strong", "code", "sup", "s", "b", "i", "mark", "kbd"]
BLOCKS = ["p", "h2", "li", "blockquote", "pre", "td", "dd", "figcaption"]


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Clean HTML with prose that looks like Markdown."""
    text = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
    phrase = st.one_of(text, st.builds(lambda tag, inner: f"<{tag}>{inner}</{tag}>", st.sampled_from(INLINE), text))
    phrases = st.lists(phrase, min_size=1, max_size=4).map("".join)
    wrap = {
        "li": "<ul><li>{}</li></ul>", "td": "<table><tr><th>h</th></tr><tr><td>{}</td></tr></table>",
        "dd": "<dl><dt>t</dt><dd>{}</dd></dl>", "figcaption": "<figure><img src='i.png' alt='i'><figcaption>{}</figcaption></figure>",
        "pre": "<pre><code>{}</code></pre>", "blockquote": "<blockquote><p>{}</p></blockquote>",
    }  # fmt: skip
    blocks = draw(st.lists(st.tuples(st.sampled_from(BLOCKS), phrases), max_size=4))
    return clean_html("".join(wrap.get(tag, f"<{tag}>{{}}</{tag}>").format(inner) for tag, inner in blocks))


@settings(max_examples=150, deadline=None)
@given(bodies())
@example("<p>a</p><ul><li>a</li></ul><ul><li> </li></ul>")
@example("<ul><li>a</li></ul><ol><li>b</li></ol><ul><li>c</li></ul>")
def test_markdown_renders_back_to_the_html_it_was_made_of(html: str) -> None:
    assert shape(RENDERER.render(html_to_markdown(html))) == shape(html)


@settings(max_examples=80, deadline=None)
@given(bodies())
def test_no_template_engine_finds_anything_to_run(html: str) -> None:
    made = html_to_markdown(html)
    for opener in ("{{", "{%", "{#", "$$", "{:"):
        assert opener not in made


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_plain_text_comes_back_as_it_was(text: str) -> None:
    from lxml.html import fragment_fromstring

    rendered = fragment_fromstring(RENDERER.render(text_to_markdown(text)), create_parent="div").text_content()
    assert rendered.split(" ") == rendered.split(" ")
    assert " ".join(rendered.replace("\n", " ").split(" ")).split() == text.split()


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>A <em>b</em></h2><p>c</p>", "## A *b*\n\nc\n"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b\n"),
        ("<p>1. no list</p>", "1\\. no list\n"),
        ("<p>a - b = c, 3.5 (d)!</p>", "a - b = c, 3.5 (d)!\n"),
        ("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>", "| a |\n| --- |\n| b\\|c |\n"),
        ("<pre><code class='language-go'>a\n\nb</code></pre>", "```go\na\n\nb\n```\n"),
        ("<figure><img src='i.png' alt='i'><figcaption>c</figcaption></figure>",
         '<figure><img src="i.png" alt="i"><figcaption>c</figcaption></figure>\n'),
        ("<div class='content'><div><p>a</p><p>b</p></div></div>", "a\n\nb\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown_reads_as_people_write_it(html: str, markdown: str) -> None:
    assert html_to_markdown(html) == markdown
