"""Values that are made quickly are what the dataclass says: frozen, equal, complete."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from archive.model import Link, Region
from archive.quick_values import quickly_made
from archive.regions import Findings


@dataclass(frozen=True, slots=True)
class Plain:
    words: str
    count: int = 3
    rest: tuple[str, ...] = ()


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    words: str
    count: int = 3
    rest: tuple[str, ...] = ()


LINK = Link("https://example.org/a", "/a", "A", None, Region.BODY, 7)


def test_the_arguments_are_those_of_the_dataclass() -> None:
    assert inspect.signature(Quick).parameters == inspect.signature(Plain).parameters


@pytest.mark.parametrize("given", [("a",), ("a", 4), ("a", 4, ("b",))])
def test_a_value_holds_what_the_dataclass_would(given: tuple[object, ...]) -> None:
    plain, quick = Plain(*given), Quick(*given)  # type: ignore[arg-type]  # of any type, as at run time
    assert repr(quick) == repr(plain).replace("Plain", "Quick")
    assert type(quick) is Quick


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        LINK.url = "https://example.org/b"  # type: ignore[misc]  # that is the point


def test_a_value_without_all_its_fields_is_refused() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'words'"):
        Quick()  # type: ignore[call-arg]  # that is the point


def test_values_compare_hash_and_travel_as_before() -> None:
    sent = pickle.loads(pickle.dumps(LINK))  # noqa: S301 - what a worker process is sent is ours
    for other in (sent, copy.deepcopy(LINK), replace(LINK)):
        assert (other, hash(other)) == (LINK, hash(LINK))
    assert replace(LINK, node=8) != LINK
    assert Findings() == Findings()


def test_what_is_more_than_its_fields_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class WithFactory:
        parts: list[str] = field(default_factory=list)

    @dataclass(frozen=True)
    class WithoutSlots:
        words: str

    for kind in (WithFactory, WithoutSlots):
        with pytest.raises(TypeError, match=kind.__name__):
            quickly_made(kind)
