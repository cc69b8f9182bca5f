"""Bylines are read into people with role, organisation and relation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.name_forms import is_organisation, is_person_name, name_key
from archive.name_words import LABEL_WORDS, LABELS
from archive.names import Label, leading_label, read_byline, tidy_name


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("by JANE DOE Staff Writer", ["JANE DOE"]),
        ("By Jane Doe, Mary Major and John Smith", ["Jane Doe", "Mary Major", "John Smith"]),
        ("Written by: Jane Doe, PhD, RD", ["Jane Doe"]),
        ("Posted by Jane Doe on July 25, 2013 in Marketing", ["Jane Doe"]),
        ("Jane Doe | Updated Jul 4, 2024 | 5 min read", ["Jane Doe"]),
        ("Submitted by Public Affairs on Thu, 07/25/2013 - 10:14", ["Public Affairs"]),
        ("By The Example Team", ["The Example Team"]),
        ("Doe, Jane", ["Jane Doe"]),
        ("Jane and John Doe", ["Jane Doe", "John Doe"]),
        ("Von Max Muster und Erika Mustermann", ["Max Muster", "Erika Mustermann"]),
        ("Por María José Pérez y Juan López", ["María José Pérez", "Juan López"]),
        ("Par Jean-Luc Dupont, rédacteur en chef", ["Jean-Luc Dupont"]),
        ("Publicado por João da Silva em 3 de maio de 2012", ["João da Silva"]),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("Jane Doe Jane Doe", ["Jane Doe"]),
        ("Read more", []),
        ("July 25, 2013", []),
        ("", []),
    ],
)
def test_a_byline_names_its_people_in_order(byline: str, names: list[str]) -> None:
    assert [person.name for person in read_byline(byline)] == names


def test_each_guest_keeps_role_and_organisation() -> None:
    first, second = read_byline(
        "Guest blog post by Anne Altman, general manager of IBM US Federal Government and Industries, "
        "and Dan Pelino, general manager of IBM's public sector business."
    )

    assert (first.name, first.role, first.organisation) == (
        "Anne Altman", "general manager", "IBM US Federal Government and Industries",
    )  # fmt: skip
    assert (second.name, second.role, second.organisation) == (
        "Dan Pelino", "general manager", "IBM's public sector business",
    )  # fmt: skip
    assert first.is_guest
    assert second.is_guest


@pytest.mark.parametrize(
    ("byline", "role", "organisation"),
    [
        ("Jane Doe, Senior Editor at Example Media", "Senior Editor", "Example Media"),
        ("Jane Doe (CTO, Example Inc.)", "CTO", "Example Inc."),
        ("Jane Doe, Reuters", None, "Reuters"),
        ("Guest post by Jane Doe of Example Corp", None, "Example Corp"),
        ("Von Max Muster, Redakteur", "Redakteur", None),
    ],
)
def test_role_and_organisation_are_told_apart(byline: str, role: str | None, organisation: str | None) -> None:
    (person,) = read_byline(byline)

    assert (person.role, person.organisation) == (role, organisation)


@pytest.mark.parametrize(
    ("byline", "relations"),
    [
        ("By Jane Doe / Photos by John Roe", {"Jane Doe": "author", "John Roe": "photographer"}),
        ("Text: Anna Schmidt, Fotos: Peter Klein", {"Anna Schmidt": "author", "Peter Klein": "photographer"}),
        ("Translated by Ana Silva", {"Ana Silva": "translator"}),
        ("Traducido por Ana Silva", {"Ana Silva": "translator"}),
        ("Übersetzt von Max Muster", {"Max Muster": "translator"}),
        ("Interview by Tom Jones", {"Tom Jones": "interviewer"}),
        ("Propos recueillis par Marie Curie", {"Marie Curie": "interviewer"}),
        ("Edited by Jane Doe", {"Jane Doe": "editor"}),
        ("Medically reviewed by Dr. John Roe, MD", {"Dr. John Roe": "contributor"}),
    ],
)
def test_the_label_tells_what_somebody_did(byline: str, relations: dict[str, str]) -> None:
    assert {person.name: person.relation for person in read_byline(byline)} == relations


@pytest.mark.parametrize("label", ["Guest post by", "Gastbeitrag von", "Autor invitado:", "Guest blog post by"])
def test_guests_are_marked_in_several_languages(label: str) -> None:
    (person,) = read_byline(f"{label} Jane Doe")

    assert person.is_guest


def test_offices_and_teams_are_organisations() -> None:
    assert is_organisation("Public Affairs")
    assert is_organisation("Redaktion")
    assert not is_organisation("Jane Doe")


def test_words_that_are_no_name_are_none() -> None:
    assert not is_person_name("Read More")
    assert not is_person_name("general manager")
    assert not is_person_name("July 2013")


def test_two_spellings_of_a_name_have_one_key() -> None:
    assert name_key("By Dr. José  NÚÑEZ, PhD") == name_key("Jose Nunez")


@given(st.text(max_size=700))
def test_no_text_makes_the_name_parsers_raise(text: str) -> None:
    for person in read_byline(text):
        assert person.name.strip()
    leading_label(text)
    name_key(text)
    is_person_name(text)
    tidy_name(text)


@given(
    st.lists(
        st.sampled_from(["By", "and", ",", "(", ")", "|", "Jane", "Doe", "editor", "of", "Inc", "/", "&", ":", "Fotos"])
    )
)
def test_no_heap_of_byline_words_makes_the_parser_raise(words: list[str]) -> None:
    read_byline(" ".join(words))


def test_a_role_of_something_at_a_body_is_the_role_and_the_body() -> None:
    (person,) = read_byline("By Priya Raman, chief of outreach at the Western Satellite Office")

    assert (person.role, person.organisation) == ("chief of outreach", "the Western Satellite Office")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Loïc Le Clerc", ["Loïc Le Clerc"]),
        ("Par Marie Dupont le lundi", ["Marie Dupont"]),
        ("Eric Gerard Ruiz Senior Staff Writer", ["Eric Gerard Ruiz"]),
        ("Jane Doe Health Editor", ["Jane Doe"]),
        ("National Biotech Reporter", []),
        ("Matt De La O", ["Matt De La O"]),
        ("John D.", ["John D."]),
        ("Kaya ÖzNov 8, 2016", ["Kaya Öz"]),
        ("Paramita (Guha) Ghosh", ["Paramita (Guha) Ghosh"]),
        ("Dr. med. Hans Müller", ["Dr. med. Hans Müller"]),
        ("By John Smith @jsmith and Ann Lee @annl", ["John Smith", "Ann Lee"]),
        ("Published by Daniel Lemire A computer science professor", ["Daniel Lemire"]),
    ],
)
def test_a_name_is_taken_whole_and_nothing_else_with_it(text: str, names: list[str]) -> None:
    assert [person.name for person in read_byline(text)] == names


def test_a_second_label_without_a_comma_begins_another_person() -> None:
    people = read_byline("Text von Christian Seiler Illustration von Markus Roost")

    assert [(p.name, p.relation) for p in people] == [("Christian Seiler", "author"), ("Markus Roost", "photographer")]


@pytest.mark.parametrize(
    "after",
    [
        "on Monday", "Thursday", "Posted", "last modified", "in Marketing", "at", "on:", "5 min read", "3comments",
        "filed under", "View profile", "follow", "read more", "leave a reply", "see all", "fact-checked",
        "medically reviewed", "is a writer", "has been here", "joined", "was", "am Montag", "An editor",
    ],
)  # fmt: skip
def test_what_follows_a_name_in_a_byline_is_no_part_of_it(after: str) -> None:
    assert [person.name for person in read_byline(f"Jane Doe {after}")] == ["Jane Doe"]


def test_how_long_ago_it_was_is_no_part_of_a_name() -> None:
    (person,) = read_byline("Posted by: Harbour Press Office 12\xa0years, 7\xa0months ago")

    assert person.name == "Harbour Press Office"


def _goes_on(text: str, end: int) -> bool:
    """Whether the word before `end` does not end there."""
    return end < len(text) and text[end - 1 : end + 1].isalnum()


def test_no_pattern_of_a_label_is_left_out_that_would_match() -> None:
    rests = ("", " X", ": X", " by X", " von X", " por X", " guest post by X", " following is by X", " interview von X")
    rests += (" partnership with X", " help from X", " of X", " the X", " gespräch führte X", " additional input by X")
    texts = [word + rest for word in sorted(LABEL_WORDS) for rest in rests]

    def first_match(text: str) -> Label | None:
        for relation, is_guest, pattern in LABELS:
            match = pattern.match(text)
            if match and match.end() and not _goes_on(text, match.end()):
                return Label(relation, is_guest, match.end())
        return None

    assert {text: leading_label(text) for text in texts} == {text: first_match(text) for text in texts}
