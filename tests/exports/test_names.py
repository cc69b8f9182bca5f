from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.names import MAX_NAME_BYTES, NameRegister, file_name_of_url, is_safe_path, safe_name, slug


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_safe_name_is_safe_whatever_was_wanted(wanted: str) -> None:
    name = safe_name(wanted)
    assert is_safe_path(name)
    assert "/" not in name
    assert name not in (".", "..")
    assert 0 < len(name.encode()) <= MAX_NAME_BYTES
    assert unicodedata.is_normalized("NFC", name)
    assert safe_name(name) == name


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_file_name_of_an_address_is_safe(path: str) -> None:
    assert is_safe_path(file_name_of_url(f"http://a.example/{path}", extension=".png"))


@pytest.mark.parametrize(
    "path", ["../a", "a/../b", "/etc/passwd", "a//b", "", ".", "a/CON", "nul.txt", "a:b", "a\x00b", "a ", "a."]
)
def test_unsafe_paths_are_known(path: str) -> None:
    assert not is_safe_path(path)


@pytest.mark.parametrize(
    "path", [".htaccess", "_posts/2013-01-01-a.md", "a/b.c/d", "Grüße/ñ.txt", "src/pages/[...path].astro"]
)
def test_paths_that_targets_ask_for_are_safe(path: str) -> None:
    assert is_safe_path(path)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "A", "ä", "a\u0308", "Ä", "b.txt", "B.TXT", "straße", "STRASSE"]), max_size=20))
def test_names_given_out_differ_on_every_file_system(wanted: list[str]) -> None:
    register = NameRegister()
    given_out = [register.claim(name, key=str(number)) for number, name in enumerate(wanted)]
    folded = {unicodedata.normalize("NFKD", name).casefold() for name in given_out}
    assert len(folded) == len(wanted)


def test_a_second_name_depends_on_its_key_alone() -> None:
    first, second = NameRegister(), NameRegister()
    first.claim("a.jpg", key="x")
    for key in ("p", "q"):
        second.claim("a.jpg", key=key)
    assert first.claim("a.jpg", key="y") == second.claim("a.jpg", key="y")


def test_reserved_words_are_no_slugs() -> None:
    assert slug("Con", fallback="x") == "con-page"
