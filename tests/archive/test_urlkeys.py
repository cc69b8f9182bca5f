"""Keys are those of the Internet Archive's own library, which is asked here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.urlkeys import urlkey_of

surt = pytest.importorskip("surt").surt

ADDRESSES = [
    "http://www.Example.com:80/A/B/?b=2&a=1#x", "https://example.com:8443/a//b/../c?",
    "http://ex.com/%7Ea/é x?q=%20a+b",
    "http://münchen.de/ü", "urn:oldface:crawl:1:log", "http://127.0.0.1:8014/x", "http://[::1]:80/x",
    "http://example.com/a?b=C&B=c&a", "dns:example.com", "http://example.com./x", "http://example.com/a%2fb%2F",
    "http://example.com/(S(lit3py55t21z5v55vlm25s55))/p.aspx", "http://example.com/foo?CFID=1&CFTOKEN=2&a=3",
    "http://example.com/a?sid=9682993c8daa2c5497996114facdc805", "http://example.com/a?phpsessid=short&z=1",
    "http://example.com/a;jsessionid=0123456789abcdef0123456789abcdef", "http://example.com/%25a%2541",
    "http://WWW3.example.com/", "http://wwwx.example.com/", "http://example.com?x=1", "http://exa_mple.com/",
    "http://example.com/x?y=2&jsessionid=0123456789abcdef0123456789abcdef", "http://example.com/%2e%2e/b",
    "http://example.com/a?x=1&", 'http://example.com/"<>^`{|}',
]  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES)
def test_keys_are_those_of_the_reference(url):
    assert urlkey_of(url) == surt(url)


@settings(max_examples=300)
@given(st.text(alphabet="abA12/./?&=%;:+~-_é 25%", max_size=16))
def test_any_path_and_query_has_the_key_of_the_reference(rest):
    assert urlkey_of(f"http://Ex.com/{rest}") == surt(f"http://Ex.com/{rest}")


def test_what_cannot_be_split_is_its_own_key():
    assert urlkey_of("http://[broken") == "http://[broken"
