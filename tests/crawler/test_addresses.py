"""One spelling for what is asked, one key for what is the same; queries are never put in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import crawl_key, join_address, request_address


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://Blog.Example:80", "http://blog.example/"),
        ("https://blog.example:443/a", "https://blog.example/a"),
        ("http://blog.example:8080/a", "http://blog.example:8080/a"),
        ("http://user:secret@blog.example/a", "http://blog.example/a"),
        ("http://blog.example./a#top", "http://blog.example/a"),
        ("http://blog.example/a/../b/./c", "http://blog.example/b/c"),
        ("http://blog.example/../../a", "http://blog.example/a"),
        ("http://blog.example//a//b", "http://blog.example//a//b"),
        ("http://blog.example/%7euser/%c3%a9", "http://blog.example/~user/%C3%A9"),
        ("http://blog.example/100%", "http://blog.example/100%25"),
        ("http://blog.example/?b=2&a=1&b=1", "http://blog.example/?b=2&a=1&b=1"),
        ("http://münchen.example/ü", "http://xn--mnchen-3ya.example/%C3%BC"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ],
)
def test_an_address_has_one_spelling(written, asked):
    assert request_address(written) == asked


@pytest.mark.parametrize(
    "written",
    ["mailto:a@b.example", "javascript:void(0)", "ftp://a.example/", "http://", "http://a b/", "", "x" * 3000],
)
def test_what_is_no_web_address_is_none(written):
    assert request_address(written) is None


def test_an_endlessly_long_address_is_none():
    assert request_address("http://blog.example/" + "a" * 3000) is None


def test_a_query_is_written_in_the_charset_of_its_page():
    assert join_address("http://a.example/", "/?q=é", query_charset="windows-1252") == "http://a.example/?q=%E9"


def test_a_bracket_in_a_link_is_no_error():
    assert join_address("http://a.example/", "http://[broken/") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/p?utm_source=x&id=1&fbclid=2", "http://a.example/p?id=1"),
        ("http://a.example/p;jsessionid=0A1B2C?id=1", "http://a.example/p?id=1"),
        ("http://a.example/p?PHPSESSID=abc", "http://a.example/p"),
        ("http://a.example/p?sid=a1b2c3d4e5f6a7b8c9", "http://a.example/p"),
        ("http://a.example/(S(lit3py55t21z5v55vlm25s55))/p.aspx", "http://a.example/p.aspx"),
    ],
)
def test_sessions_and_trackers_make_no_new_page(one, other):
    assert crawl_key(one) == crawl_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/?s=mexico", "http://a.example/"),
        ("http://a.example/?a=1&b=2", "http://a.example/?b=2&a=1"),
        ("http://a.example/A", "http://a.example/a"),
        ("http://a.example/a/", "http://a.example/a"),
    ],
)
def test_what_a_server_may_tell_apart_stays_apart(one, other):
    assert crawl_key(one) != crawl_key(other)


@given(st.text(alphabet="aA1/.%?&=#; é:@[]~", max_size=40))
def test_spelling_twice_changes_nothing(rest):
    asked = request_address(f"http://blog.example/{rest}")
    if asked is not None:
        assert request_address(asked) == asked
        assert crawl_key(crawl_key(asked)) == crawl_key(asked)
