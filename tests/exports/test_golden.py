"""Exports that people read, as they are written: a change of them is reviewed like code.

After a change that is meant, write them anew: pytest tests/exports/test_golden.py --update-golden
"""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.exporting import run_export
from exports.formats import find_format
from exports.selection import open_selection
from exports.url_map import UrlRules

GOLDEN = Path(__file__).parent / "golden"

FILES = [
    ("hugo", "content/posts/a-vision/index.md", "hugo-post.md"),
    ("hugo", "content/posts/second/index.md", "hugo-post-with-html.md"),
    ("hugo", "data/comments/a-vision.json", "hugo-comments.json"),
    ("hugo", "oldface/losses.csv", "hugo-losses.csv"),
    ("wxr", "wordpress.xml", "wordpress.xml"),
    ("redirects", "nginx/oldface/paths.map", "nginx-paths.map"),
    ("redirects", "csv/redirects.csv", "redirects.csv"),
    ("redirects", "csv/problems.csv", "redirect-problems.csv"),
    ("tei", "tei/a-vision.xml", "tei.xml"),
    ("drupal", "oldface_migrate/migrations/oldface_comments.yml", "drupal-comments.yml"),
]


@pytest.mark.parametrize(("name", "path", "golden"), FILES)
def test_what_people_read_is_as_it_was(
    name: str, path: str, golden: str, hostile_folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    format_ = find_format(name)
    rules = UrlRules(pattern=format_.pattern, unique_slugs=format_.unique_slugs)
    with open_selection(hostile_folder, rules=rules) as archive:
        run_export(format_, archive, tmp_path / "out", options={})
    written = (tmp_path / "out" / path).read_text(encoding="utf-8")
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / golden).write_text(written, encoding="utf-8")
    assert written == (GOLDEN / golden).read_text(encoding="utf-8")
