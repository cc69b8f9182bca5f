"""A comparison in, what the client gets out: HTML with pictures, CSV of what to fix, JSON, JUnit XML for CI."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path

from jinja2 import Environment, PackageLoader
from lxml import etree
from markupsafe import Markup, escape

from exports.verify.findings import KINDS, Comparison, Finding

__all__ = ["faults_csv", "junit_xml", "report_html", "report_json", "write_reports"]


def write_reports(comparison: Comparison, folder: Path, *, old: str, new: str, when: str) -> dict[str, Path]:
    """Writes report.html, report.json, to-fix.csv and junit.xml into `folder`; gives their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "report.html": report_html(comparison, old=old, new=new, when=when),
        "report.json": report_json(comparison, old=old, new=new, when=when),
        "to-fix.csv": faults_csv(comparison),
        "junit.xml": junit_xml(comparison),
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    return {name: folder / name for name in contents}


def report_html(comparison: Comparison, *, old: str, new: str, when: str) -> str:
    """The report as one file without scripts and without anything to fetch."""
    environment = Environment(
        loader=PackageLoader("exports.verify"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    faults = Counter(finding.kind for finding in comparison.faults)
    told = Counter(finding.kind for finding in comparison.findings if not finding.is_fault)
    by_kind: dict[str, list[Finding]] = {}
    for finding in comparison.findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    totals = {
        "articles": (len(comparison.verdicts), sum(v.faults == 0 for v in comparison.verdicts)),
        "paragraphs": (
            sum(v.paragraphs for v in comparison.verdicts),
            sum(v.paragraphs_kept for v in comparison.verdicts),
        ),
        "comments": (sum(v.comments for v in comparison.verdicts), sum(v.comments_kept for v in comparison.verdicts)),
        "images": (sum(v.images for v in comparison.verdicts), sum(v.images_kept for v in comparison.verdicts)),
    }
    return environment.get_template("verify_report.html").render(
        comparison=comparison, kinds=KINDS, faults=faults.most_common(), told=told.most_common(), by_kind=by_kind,
        totals=totals, marked=mark_differences,
        verdicts=sorted(comparison.verdicts, key=lambda verdict: (-verdict.faults, verdict.old_url)),
        headlines={verdict.old_url: verdict.headline for verdict in comparison.verdicts}, old=old, new=new, when=when,
    )  # fmt: skip


def mark_differences(old: str, new: str) -> tuple[Markup, Markup]:
    """Both texts as HTML; where they are nearly the same, the words that differ are marked.

    >>> mark_differences("the number four sifter", "the number five sifter")[1]
    Markup('the number <mark>five</mark> sifter')
    """
    words, others = old.split(), new.split()
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    if matcher.ratio() < NEARLY:
        return escape(old), escape(new)
    sides: tuple[list[Markup], list[Markup]] = ([], [])
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        for side, run in zip(sides, (words[start:end], others[other_start:other_end]), strict=True):
            if run:
                text = escape(" ".join(run))
                side.append(text if what == "equal" else Markup("<mark>{}</mark>").format(text))
    return Markup(" ").join(sides[0]), Markup(" ").join(sides[1])


NEARLY = 0.5
"""From this share of equal words on two texts are versions of one."""


def report_json(comparison: Comparison, *, old: str, new: str, when: str) -> str:
    """The whole comparison as JSON."""
    data = {"old": old, "new": new, "compared_at": when, "faults": len(comparison.faults), **asdict(comparison)}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def faults_csv(comparison: Comparison) -> str:
    """What to fix, a row each; cells that a spreadsheet would run as a formula begin with an apostrophe."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(["kind", "old_url", "new_url", "old", "new", "meaning", "remedy"])
    for finding in comparison.faults:
        kind = KINDS[finding.kind]
        row = [finding.kind, finding.old_url, finding.new_url, finding.old, finding.new, kind.meaning, kind.remedy]
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
    return lines.getvalue()


def junit_xml(comparison: Comparison) -> str:
    """One test case for each article, failed when it has faults."""
    failed = sum(verdict.faults > 0 for verdict in comparison.verdicts)
    suite = etree.Element("testsuite", name="oldface verify", tests=str(len(comparison.verdicts)), failures=str(failed))
    by_url: dict[str, list[Finding]] = {}
    addresses = {verdict.old_url for verdict in comparison.verdicts}
    by_new = {verdict.new_url: verdict.old_url for verdict in comparison.verdicts}
    for finding in comparison.faults:
        owner = finding.old_url if finding.old_url in addresses else by_new.get(finding.new_url, finding.old_url)
        by_url.setdefault(owner, []).append(finding)
    for verdict in comparison.verdicts:
        case = etree.SubElement(suite, "testcase", name=_xml_text(verdict.old_url), classname="article")
        faults = by_url.get(verdict.old_url, [])
        if faults:
            failure = etree.SubElement(case, "failure", message=f"{len(faults)} faults")
            failure.text = _xml_text("\n".join(f"{f.kind}: {f.old} | {f.new}" for f in faults))
    return etree.tostring(suite, encoding="unicode", pretty_print=True)


def _xml_text(text: str) -> str:
    """The text without the control characters that XML 1.0 (section 2.2) has no place for."""
    return "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )
