"""What workers have loaded before they are there is what reading a page loads."""

from __future__ import annotations

import subprocess
import sys

from archive.parsers_at_hand import read_a_page

LATER = """
import sys
from archive.parsers_at_hand import read_a_page
before = set(sys.modules)
read_a_page()
print(sorted(set(sys.modules) - before))
"""


def test_the_page_has_every_region_that_loads_something() -> None:
    parsed = read_a_page()
    regions = {row[2] for row in parsed.tables["segments"]}
    assert {"title", "date", "body", "tags", "navigation", "comment", "notice"} <= regions
    assert parsed.tables["problems"] == []


def test_nothing_is_left_to_be_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
