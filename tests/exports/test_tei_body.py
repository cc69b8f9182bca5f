from __future__ import annotations

import lxml.html
import pytest
from lxml import etree

from exports.bodies import clean_html
from exports.tei_body import tei_blocks

HARD = [
    "<figure><a href='http://o/x'><img src='http://o/i.png'>link</a> text<figcaption>c</figcaption></figure>",
    "<figure>alone</figure><video src='http://o/v'>no <b>video</b> here</video>",
    "<ul>loose<li>x</li>tail</ul><dl><dd>only</dd><dt>t</dt><dt>u</dt><dd>d</dd><dd>e</dd></dl>",
    "<dl><div><dt>t</dt><dd>d<p>e</p></dd></div></dl><table><caption>C</caption><tr><th>a</th></tr></table>",
    "<blockquote>q<p>r</p>s</blockquote><details><summary>s</summary>t</details><pre>x\n  y</pre>",
]


@pytest.mark.parametrize("html", HARD)
def test_no_word_of_a_body_is_lost(html: str) -> None:
    cleaned = clean_html(html)
    made = etree.fromstring(f"<div>{tei_blocks(cleaned, taken=set())}</div>")
    before = "".join(lxml.html.fragment_fromstring(cleaned, create_parent="div").itertext())
    assert "".join("".join(made.itertext()).split()) == "".join(before.split())


def test_a_name_is_given_once_a_document_and_links_lead_to_it() -> None:
    names: set[str] = set()
    body = tei_blocks('<p id="n1">a</p><p><a href="#n1">up</a></p><p id="n1">b</p>', taken=names)
    comment = tei_blocks('<p id="n1">c</p>', taken=names)
    assert body == '<p xml:id="b-n1">a</p>\n<p><ref target="#b-n1">up</ref></p>\n<p>b</p>'
    assert comment == "<p>c</p>"
