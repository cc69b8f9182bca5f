"""Who is an author follows from how likely each candidate is and from what the page says of itself."""

from __future__ import annotations

import pytest

from archive.author_choice import choose_authors
from archive.mentions import Candidate, Mention
from archive.model import Contributor


def candidate(name: str, *page: str, printed: str = "") -> Candidate[Contributor]:
    mention = Mention(Contributor(name), "class", "visible", 1, printed or name, {"after:8": 1.0})
    return Candidate(name.lower(), mention.fact, (mention,), {"person-name": 1.0, **dict.fromkeys(page, 1.0)})


@pytest.mark.parametrize("of_page", ["page:og-other", "page:ld-product", "page:home"])
def test_a_page_that_is_no_article_needs_surer_signs(of_page: str) -> None:
    assert choose_authors([candidate("Jane Doe")], [-1.2]) == [0]
    assert choose_authors([candidate("Jane Doe", of_page)], [-1.2]) == []
    assert choose_authors([candidate("Jane Doe", of_page)], [1.2]) == [0]


def test_a_page_that_states_an_article_beside_its_products_is_one() -> None:
    assert choose_authors([candidate("Jane Doe", "page:ld-product", "page:ld-article")], [-1.2]) == [0]


def test_who_stands_in_the_words_of_an_author_is_one_too() -> None:
    together = "By Jane Doe and John Roe"
    people = [candidate("Jane Doe", printed=together), candidate("John Roe", printed=together), candidate("Ann Other")]

    assert choose_authors(people, [2.0, -1.0, -1.0]) == [0, 1]
