"""A list of sites becomes jobs with safe folders, or tells which line cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from crawler.site_list import read_sites


def written(folder: Path, text: str) -> Path:
    path = folder / "sites.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_list_of_seeds_is_enough(tmp_path: Path) -> None:
    jobs = read_sites(written(tmp_path, "http://a.example/\n\nhttps://b.example:8080/blog/\n"))
    assert [(job.name, job.seeds) for job in jobs] == [
        ("a-example", ("http://a.example/",)),
        ("b-example-8080-blog", ("https://b.example:8080/blog/",)),
    ]


def test_columns_become_options_of_crawl(tmp_path: Path) -> None:
    text = "seed,name,scope,delay,exclude\nhttp://a.example/ http://a.example/b/,The A,host,2.5,/tag/ -x\n"
    (job,) = read_sites(written(tmp_path, text))
    assert job.name == "the-a"
    assert job.seeds == ("http://a.example/", "http://a.example/b/")
    assert job.options == ("--scope=host", "--exclude=/tag/", "--exclude=-x", "--delay=2.5")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "names no site"),
        ("seed,nmae\nhttp://a.example/,x\n", "Unknown column 'nmae'"),
        ("ftp://a.example/\n", "is no address of a site"),
        ("seed,name\n,x\n", "without seed"),
        ("seed,name\nhttp://a.example/,x\nhttp://b.example/,X\n", "share the folder x"),
        ("seed,name\nhttp://a.example/,\u2026\n", "no letter"),
    ],
)
def test_a_line_that_cannot_be_used_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_sites(written(tmp_path, text))


@given(st.text(min_size=1, max_size=80))
def test_no_name_leaves_the_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("sites")
    quoted = name.replace('"', '""')
    path = folder / "sites.csv"
    path.write_bytes(f'seed,name\nhttp://a.example/,"{quoted}"\n'.encode("utf-8", "replace"))
    try:
        (job,) = read_sites(path)
    except BadInput:
        return
    assert (folder / job.name).resolve().parent == folder.resolve()
    assert not job.name.startswith(".")
