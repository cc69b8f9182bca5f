"""Whose pages are whose: each decision has its reason."""

import pytest

from archive.errors import BadConfiguration, CrawlRefused
from crawler.scope import decide, explain, read_scope

SEED = "http://blog.example/news/index.html"


@pytest.mark.parametrize(
    ("scope_type", "url", "is_in"),
    [
        ("page", "http://blog.example/news/index.html#c1", True),
        ("page", "http://blog.example/news/other", False),
        ("prefix", "http://blog.example/news/2011/06/a", True),
        ("prefix", "https://www.blog.example/news/2011/06/a", True),
        ("prefix", "http://blog.example/about", False),
        ("prefix", "http://blog.example:8080/news/a", False),
        ("prefix", "http://blog.example.evil.test/news/a", False),
        ("host", "http://blog.example/about", True),
        ("host", "http://shop.blog.example/", False),
        ("domain", "http://shop.blog.example/", True),
        ("domain", "http://notblog.example/", False),
        ("custom", "http://blog.example/news/a", False),
    ],
)
def test_scope_types_mean_what_they_say(scope_type, url, is_in):
    scope = read_scope([SEED], scope_type=scope_type)
    # the seed itself is always ours
    assert decide(scope, SEED).is_in
    assert decide(scope, url).is_in is is_in


def test_an_include_rule_adds_pages():
    scope = read_scope([SEED], include=[r"^http://blog\.example/authors/"])
    assert explain(scope, "http://blog.example/authors/anne") == (
        "in, because the include rule '^http://blog\\.example/authors/' of oldface.toml matches"
    )


def test_an_exclude_rule_wins_over_seed_include_and_requisite():
    scope = read_scope([SEED], include=["private"], exclude=["private"])
    assert not decide(scope, "http://blog.example/news/private").is_in
    assert not decide(scope, "http://cdn.example/private.png", is_requisite=True).is_in


def test_requisites_are_ours_wherever_they_are():
    assert decide(read_scope([SEED]), "http://cdn.example/a.png", is_requisite=True).is_in


def test_another_form_of_a_page_is_ours_on_its_host_alone():
    scope = read_scope([SEED])
    page = "http://blog.example/news/a"
    assert decide(scope, "http://blog.example/print/12", rendition_of=page).reason == "rendition"
    assert not decide(scope, "http://print.example/12", rendition_of=page).is_in


def test_what_is_out_says_where_in_would_be():
    assert explain(read_scope([SEED]), "http://other.example/") == (
        "out, because its address begins with none of the seeds' folders (http://blog.example/news/)"
    )


def test_a_seed_without_scheme_is_http():
    assert read_scope(["blog.example/news/"]).seeds == ("http://blog.example/news/",)


def test_a_seed_that_is_no_web_address_is_refused():
    with pytest.raises(CrawlRefused, match="file:///etc/passwd"):
        read_scope(["file:///etc/passwd"])


@pytest.mark.parametrize(
    ("field", "values"), [("scope.include", {"include": ["("]}), ("scope.type", {"scope_type": "x"})]
)
def test_a_bad_rule_names_its_field(field, values):
    with pytest.raises(BadConfiguration, match=field):
        read_scope([SEED], **values)
