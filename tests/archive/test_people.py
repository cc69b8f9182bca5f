"""People are one across spellings where there is evidence, and apart where there is none."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadConfiguration
from archive.finish import people_rules
from archive.people import Mention, PeopleRules, is_nobody, name_key, name_of_profile, resolve_people

SITE = "blog.example.com"


def by(name: str, url: str | None = None, *, site: str = SITE) -> Mention:
    return Mention(name, site, "byline", url)


def said(name: str, url: str | None = None, *, scope: str = "", by_author: bool = False) -> Mention:
    return Mention(name, SITE, "comment", url, scope, by_author)


def groups(*mentions: Mention, rules: PeopleRules | None = None) -> list[set[str]]:
    """Sets of mentions that are one person, as 'use name url'; the order of mentions changes nothing."""
    outcomes = []
    for order in permutations(mentions):
        people = resolve_people(dict.fromkeys(order, 1), rules)
        outcomes.append(sorted(sorted(f"{m.use} {m.name} {m.url or ''}".strip() for m in p.evidence) for p in people))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    return [set(group) for group in outcomes[0]]


def test_case_accents_and_titles_do_not_make_another_person() -> None:
    assert len(groups(by("José Altman"), by("JOSE ALTMAN"), by("Dr. José  Altman"))) == 1


def test_one_name_on_two_sites_stays_two_people() -> None:
    assert len(groups(by("Anne Altman"), by("Anne Altman", site="other.example"))) == 2


def test_one_profile_page_joins_spellings_across_sites() -> None:
    url = "http://blog.example.com/users/aaltman"
    assert len(groups(by("Anne Altman", url), by("A. Altman", url), by("aaltman", url, site="other.example"))) == 1


def test_two_profile_pages_keep_one_name_apart() -> None:
    people = groups(by("John Smith", "http://b.example/users/js1"), by("John Smith", "http://b.example/users/js2"))
    assert len(people) == 2


def test_a_team_page_that_many_link_to_joins_nobody() -> None:
    url = "http://b.example/about-us"
    assert len(groups(by("Anne Altman", url), by("Dan Pelino", url))) == 2


def test_initials_count_where_the_link_agrees() -> None:
    url = "http://b.example/about-us"
    assert len(groups(by("Anne Altman", url), by("A. Altman", url), by("Dan Pelino", url))) == 2


def test_a_commenter_is_no_author_by_name_alone() -> None:
    assert len(groups(by("Dan Pelino"), said("Dan Pelino"))) == 2


def test_a_comment_marked_as_by_the_author_is_the_authors() -> None:
    assert len(groups(by("Dan Pelino"), said("Dan Pelino", by_author=True))) == 1


def test_a_commenter_with_the_authors_profile_and_name_is_the_author() -> None:
    url = "http://b.example/users/dan"
    assert len(groups(by("Dan Pelino", url), said("Dan Pelino", url))) == 1
    assert len(groups(by("Dan Pelino", url), said("Bob Ross", url))) == 2


def test_a_first_name_is_not_known_beyond_its_article() -> None:
    assert len(groups(said("Bob", scope="http://b.example/1"), said("Bob", scope="http://b.example/2"))) == 2


def test_the_archivist_can_join_and_part() -> None:
    mentions = (by("Anne Altman"), by("Annie A."), by("John Smith"), by("JOHN SMITH"))
    joined = groups(*mentions, rules=PeopleRules(merge=(("Anne Altman", "Annie A."),)))
    assert {"byline Anne Altman", "byline Annie A."} in joined
    assert len(groups(*mentions, rules=PeopleRules(split=("John Smith",)))) == 4
    assert len(groups(*mentions)) == 3


def test_the_title_of_a_profile_page_names_who_links_to_it() -> None:
    url = "http://b.example/users/aaltman"
    (person,) = resolve_people({by("aaltman", url): 3, Mention("Anne Altman", SITE, "profile", url): 1})
    assert person.name == "Anne Altman"
    assert set(person.evidence.values()) == {"same-profile"}


def test_a_profile_page_alone_is_nobody() -> None:
    assert resolve_people({Mention("Anne Altman", SITE, "profile", "http://b.example/users/a"): 1}) == []


@pytest.mark.parametrize("name", [None, "", "Anonymous", "  guest ", "???"])
def test_nobody_is_nobody(name: str | None) -> None:
    assert is_nobody(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Posts by Anne Altman", "Anne Altman"),
        ("Anne Altman’s blog", "Anne Altman"),
        ("Anne Altman | The Blog", "Anne Altman"),
        ("About us", None),
        ("Ten ways to save the world", None),
        (None, None),
    ],
)
def test_names_are_read_from_profile_titles(title: str | None, name: str | None) -> None:
    assert name_of_profile(title) == name


def test_rules_come_from_the_folder(tmp_path: Path) -> None:
    assert people_rules(tmp_path) == PeopleRules()
    (tmp_path / "oldface.toml").write_text('[people]\nmerge = [["A B", "A. B."]]\nsplit = ["C D"]\n')
    assert people_rules(tmp_path) == PeopleRules((("A B", "A. B."),), ("C D",))


@pytest.mark.parametrize("text", ["[people", '[people]\nmerge = ["A"]\n', "[people]\nsplit = [1]\n"])
def test_rules_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "oldface.toml").write_text(text)
    with pytest.raises(BadConfiguration, match=r"oldface\.toml|people"):
        people_rules(tmp_path)


@given(st.text())
def test_every_name_has_a_key(name: str) -> None:
    assert name_key(name) == name_key(name_key(name)) or not name_key(name)
