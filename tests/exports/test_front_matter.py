# ruff: noqa: E501 - words that YAML takes for something else
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from exports.front_matter import NOT_CHARACTERS, front_matter, to_yaml, without_empty

WORDS = ["no", "on", "y", "012", "0x1F", "1e3", "12:30:45", "~", "null", "2013-01-01", "a: b", "# c", "- d", "'", '"', "\\", "%", "@", "`",
         "{{", "}}", "[", "*a", "&b", "!c", "|", ">", "", " ", "\n", "\t", "\x85", "\u2028", "\ufeff", "\x7f", "é", "😀", "---", "..."]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(WORDS), max_size=4).map("".join), st.text(max_size=20))
scalars = st.one_of(texts, st.integers(-(2**53), 2**53), st.booleans(), st.none())
keys = st.one_of(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), texts)
documents = st.dictionaries(
    keys,
    st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)),
    max_size=4,
)


def printable(value: Any) -> Any:
    """The value with what YAML cannot hold replaced, as the writer promises."""
    if isinstance(value, str):
        return NOT_CHARACTERS.sub("\ufffd", value)
    if isinstance(value, dict):
        return {printable(name): printable(inner) for name, inner in value.items()}
    return [printable(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("version", [(1, 1), (1, 2)])
@settings(max_examples=60, deadline=None)
@given(value=documents)
def test_yaml_of_either_version_reads_back_equal(version: tuple[int, int], value: dict[str, Any]) -> None:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = version
    assert yaml.load(to_yaml(value)) == printable(value)


def test_front_matter_is_as_people_write_it() -> None:
    fields = {
        "title": 'Yes: "no"', "date": "2013-07-25", "tags": ["a", "no"], "empty": "", "none": None, "list": [],
        "params": {"inner": None, "people": [{"name": "Anne", "role": "", "guest": True}, {"name": "Dan"}]},
    }  # fmt: skip
    assert front_matter(fields) == (
        '---\ntitle: "Yes: \\"no\\""\ndate: "2013-07-25"\ntags:\n- "a"\n- "no"\nparams:\n  people:\n'
        '  - name: "Anne"\n    guest: true\n  - name: "Dan"\n---\n'
    )


def test_nothing_is_left_of_what_is_empty() -> None:
    assert without_empty({"a": {"b": {"c": None}}, "d": 0, "e": False}) == {"d": 0, "e": False}
