"""The report is for people: what to fix stands first, with both sides, and nothing in it runs."""

from __future__ import annotations

import lxml.html

from exports.verify.findings import Comparison, Finding, Verdict
from exports.verify.report import report_html

OLD, NEW = "http://old.example/a", "http://new.example/a/"


def made() -> lxml.html.HtmlElement:
    fine = Verdict("http://old.example/0", "http://new.example/0/", "Fine", 1.0, 1, 1, 0, 0, 0, 0, 0)
    faulty = Verdict(OLD, NEW, "<script>x()</script>", 0.5, 2, 1, 0, 0, 0, 0, 1)
    findings = (
        Finding(
            "paragraph-edited",
            OLD,
            NEW,
            "the number <b>four</b> sifter stopped",
            "the number <b>five</b> sifter stopped",
        ),
        Finding("article-new", "", "javascript:alert(1)", new="New"),
    )
    html = report_html(Comparison((fine, faulty), findings, 3), old="old.example", new="http://new.example", when="now")
    return lxml.html.document_fromstring(html)


def test_each_fault_shows_both_sides_with_the_words_that_differ() -> None:
    page = made()
    assert page.xpath("//table[@class='faults']//mark/text()") == ["<b>four</b>", "<b>five</b>"]
    assert page.xpath("//table[@class='faults']//a/@href") == [OLD, NEW]


def test_articles_with_faults_come_first() -> None:
    rows = made().xpath("//h2[.='Article by article']/following::table[1]/tbody/tr")
    assert [row.text_content().strip().startswith("Fine") for row in rows] == [False, True]


def test_nothing_of_either_site_runs_in_the_report() -> None:
    page = made()
    assert page.xpath("//script") == []
    assert [href for href in page.xpath("//a/@href") if not href.startswith("http")] == []
