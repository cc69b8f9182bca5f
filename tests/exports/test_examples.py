"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import walk_packages

import pytest

import exports

OWN = [
    module.name
    for module in walk_packages(exports.__path__, "exports.")
    if not module.ispkg and not module.name.startswith(("exports.reading_room", "exports.verify"))
]


@pytest.mark.parametrize("name", OWN)
def test_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
