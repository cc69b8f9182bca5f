"""A crawl's report in, HTML for people and JSON for programs out: the same facts."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.crawl_report import CrawlReport
from crawler.words import describe_ending, readable_bytes, readable_seconds

__all__ = ["render_html", "render_json"]


def render_json(report: CrawlReport) -> str:
    """The report for programs: the fields of CrawlReport."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crawler"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["bytes"] = readable_bytes
    environment.filters["seconds"] = readable_seconds
    environment.filters["ending"] = describe_ending
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment


def render_html(report: CrawlReport) -> str:
    """The report for people: one file, nothing loaded from elsewhere, light and dark, fit to print."""
    return _environment().get_template("crawl_report.html").render(report=report, picture=_picture(report))


def _picture(report: CrawlReport) -> dict[str, Any]:  # Any: numbers and texts of the template
    """Geometry of the columns, in units of the SVG's view box (960 wide, 160 high)."""
    highest = max((bucket.responses for bucket in report.over_time), default=0) or 1
    width = 960 / max(len(report.over_time), 1)
    columns = []
    for number, bucket in enumerate(report.over_time):
        height = 160 * bucket.responses / highest
        errors = min(160 * bucket.errors / highest, 160)
        columns.append({
            "x": round(number * width, 2), "width": round(max(width - 1, 0.5), 2), "y": round(160 - height, 2),
            "height": round(height, 2), "error_y": round(160 - errors, 2), "error_height": round(errors, 2),
            "title": f"{bucket.at}: {bucket.responses} responses, {readable_bytes(bucket.size_bytes)}, "
                     f"{bucket.errors} errors",
        })  # fmt: skip
    return {"columns": columns, "highest": highest, "seconds": report.bucket_seconds}
