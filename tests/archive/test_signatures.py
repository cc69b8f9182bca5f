"""The name under a text: only where a closing or a dash shows that it is signed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.signatures import signature_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We need fair trade.\n\nRespectfully, Alan Ernst", "Alan Ernst"),
        ("Thank you.\nSincerely,\nMary O'Neill", "Mary O'Neill"),
        ("Danke!\n\nMit freundlichen Grüßen\nJürgen Groß", "Jürgen Groß"),
        ("Muy bien.\nSaludos cordiales, José María de la Vega", "José María de la Vega"),
        ("Bravo.\nCordialement,\nÉlise Durand", "Élise Durand"),
        ("Parabéns.\nAtenciosamente,\nJoão da Silva", "João da Silva"),
        ("No more words.\n— Ann Mill", "Ann Mill"),
    ],
)
def test_signed_texts_give_their_name(text: str, name: str) -> None:
    assert signature_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I said no, thanks, and left.",
        "The letter was signed by Alan Ernst",
        "Thanks for the great post",
        "Best regards to the whole team of the mill and all who work there every day",
        "Cheers",
        "A list:\n- flour\n- water",
        "Alan Ernst",
    ],
)
def test_texts_that_are_not_signed_give_none(text: str) -> None:
    assert signature_name(text) is None


@given(st.text(max_size=200))
def test_any_text_gives_a_short_name_or_none(text: str) -> None:
    name = signature_name(text)

    assert name is None or 0 < len(name) <= 50
