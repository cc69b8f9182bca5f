"""What headings and lines of comment areas say, in the languages that are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.comment_actions import is_action_line
from archive.comment_headings import LOOSE_CLUES, LOOSE_HEADING
from archive.comment_names import ends_with_saying, is_awaiting, strip_name
from archive.comment_roles import Role, is_item_name, is_list_name, is_post_name, role_of
from archive.comment_words import (
    COUNT_HEADING,
    DATE_TEXT,
    SAYS_SUFFIX,
    comment_count,
    date_spans,
)


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("12 Responses to “A post”", 12),
        ("One thought on “A post”", 1),
        ("Comments (3)", 3),
        ("1,204 Comments", 1204),
        ("No comments yet", 0),
        ("45 users responded in", 45),
        ("7 Kommentare", 7),
        ("Kommentare (2)", 2),
        ("3 comentarios", 3),
        ("5 commentaires", 5),
        ("8 comentários", 8),
        ("Un commentaire", 1),
        ("4 reacties", 4),
        ("6 commenti", 6),
        ("3 Gedanken zu „Die Mühle“", 3),
        ("3 pensamientos en “El molino”", 3),
        ("2 réflexions sur « Le moulin »", 2),
        ("4 ideias sobre “O moinho”", 4),
        ("5 pensieri su “Il mulino”", 5),
        ("2 gedachten over “De molen”", 2),
        ("3 respostas para “O moinho”", 3),
        ("Een reactie", 1),
        ("Vos réactions (3)", 3),
        ("Nombre de commentaires : 3", 3),
        ("Showing 12 comments", 12),
        ("1 to 3 of 12 comments", 12),
        ("(3) Comments", 3),
    ],
)
def test_headings_tell_how_many_comments_there_are(heading: str, count: int) -> None:
    assert comment_count(heading) == count


@pytest.mark.parametrize("heading", ["Comments", "Responses to “A post”", "Kommentare:", "Commentaires", "Comentarios"])
def test_headings_without_a_number_are_headings_all_the_same(heading: str) -> None:
    assert COUNT_HEADING.match(heading)
    assert comment_count(heading) is None


@pytest.mark.parametrize(
    "text",
    [
        "Comment policy",
        "3 ideas sobre cocina",
        "Opinion",
        "Commenting on the news",
        "10 ways to bake bread",
        "Discussion paper",
    ],
)
def test_other_headings_are_none(text: str) -> None:
    assert not COUNT_HEADING.match(text)


@pytest.mark.parametrize(
    "line",
    [
        "Reply",
        "Reply | Report abuse",
        "Antworten",
        "Responder",
        "#12",
        "12 Likes",
        "Permalink",
        "Zitieren · Melden",
        "Auf diesen Kommentar antworten",
        "Missbrauch melden",
        "Responder a Ann",
        "Ver respuestas",
        "Répondre à Ann",
        "Voir les réponses",
        "Rispondi a Ann",
        "Mostra risposte",
        "Meld misbruik",
        "Antwoord",
        "next | prev",
        "(1 child)",
    ],
)
def test_lines_for_pressing_are_told(line: str) -> None:
    assert is_action_line(line)


@pytest.mark.parametrize(
    "heading",
    [
        "Reader feedback", "What people said", "Have your say", "Join the conversation", "Discussion (3)", "Letters",
        "Lesermeinungen", "Diskussion zu diesem Artikel (3)", "Opiniones de los lectores", "Opinião dos leitores",
        "Le débat", "La vostra opinione", "Lezersreacties",
    ],
)  # fmt: skip
def test_headings_may_gather_what_readers_say_without_naming_comments(heading: str) -> None:
    assert LOOSE_HEADING.match(heading)
    assert any(clue in heading.lower() for clue in LOOSE_CLUES)


@pytest.mark.parametrize("heading", ["What our customers say", "Discussion paper on mills", "Letters of credit"])
def test_headings_of_articles_and_praise_gather_no_readers_words(heading: str) -> None:
    assert not LOOSE_HEADING.match(heading)


@pytest.mark.parametrize(
    "words",
    [
        "Your comment is awaiting moderation.", "Ihr Kommentar muss noch freigegeben werden.",
        "Tu comentario está en espera de moderación.", "Commentaire en attente de validation.",
        "O seu comentário aguarda moderação.", "Il tuo commento è in attesa di moderazione.",
        "Uw reactie moet nog worden goedgekeurd.",
    ],
)  # fmt: skip
def test_lines_tell_that_a_comment_waits(words: str) -> None:
    assert is_awaiting(words)


@pytest.mark.parametrize(
    "line", ["Reply to the second part: it is wrong", "Thanks for the link to the mill", "I agree"]
)
def test_lines_with_something_to_say_are_kept(line: str) -> None:
    assert not is_action_line(line)


@pytest.mark.parametrize(
    "text",
    [
        "May 3, 2010 at 9:15 am",
        "3 May 2010",
        "03.05.2010, 09:15 Uhr",
        "2010-05-03 09:15",
        "3. Mai 2010 um 09:15 Uhr",
        "3 de mayo de 2010",
        "3 mai 2010 à 9h15",
        "3 de maio de 2010 às 9:15",
        "2 days ago",
        "vor 3 Stunden",
        "hace 2 semanas",
        "il y a 5 minutes",
        "há 3 dias",
    ],
)
def test_dates_and_ages_are_seen_whole(text: str) -> None:
    assert date_spans(text)[0] == (0, len(text))


@given(st.text(max_size=120))
def test_any_words_are_read_without_error(text: str) -> None:
    comment_count(text)
    is_action_line(text)
    role_of("div", {"class": text, "id": text})
    is_item_name(text)
    is_post_name(text)
    is_list_name(text)
    assert all(0 <= start < end <= len(text) for start, end in date_spans(text))


def test_names_are_read_from_the_last_word_that_tells() -> None:
    names = {
        "comment-author-link": Role.AUTHOR,
        "author-comment": Role.TEXT,
        "postMeta": Role.META,
        "commenttext": Role.MESSAGE,
    }

    assert {name: role_of("div", {"class": name}) for name in names} == names


def test_a_day_without_year_is_a_date_beside_a_time_of_day() -> None:
    assert [("Le 12/02 à 11:30")[a:b] for a, b in date_spans("Le 12/02 à 11:30")] == ["12/02 à 11:30"]
    assert date_spans("11/12 of the mill") == ()


_DAYS = st.sampled_from(
    ["March 3, 2010", "3. März 2010", "5 de mayo de 2008", "12 juil. 2009", "1er août", "7th Sept", "Dezember 12th",
     "2010-03-05", "5/3/10", "3 . 4", "2010年3月5日", "May '09", "maart 2011", "out 2012"]
)  # fmt: skip
_AGES = st.sampled_from(
    ["3 hours ago", "an hour ago", "one day ago", "vor 2 Tagen", "vor einem Jahr", "hace 3 meses", "hace un mes",
     "il y a 2 heures", "il y a une heure", "há uma hora", "2 uur geleden", "Yesterday at 4:05 pm", "ontem 10:00",
     "aujourd’hui 5", "hier à 10:00", "just now", "6d", "for 3 days", "her 3 days"]
)  # fmt: skip
_AROUND = st.sampled_from(["", "Ann ", "on ", "7 ", " at 4:05 pm", " - 10:00", "İ", ", Bob", " fa 3"])


@given(before=_AROUND, told=_DAYS | _AGES, after=_AROUND, change=st.sampled_from([str, str.lower, str.upper]))
def test_every_date_that_its_pattern_fits_is_found(before: str, told: str, after: str, change: type[str]) -> None:
    text = change(f"{before}{told}{after}")
    found = tuple(match.span() for match in DATE_TEXT.finditer(text))
    if any(map(str.isdigit, text)) and len(text) > 5:  # shorter ones may be ages alone: "6d"
        assert date_spans(text) == found


@pytest.mark.parametrize(
    "line",
    ["Ann says:", "Ann wrote…", "Ann replied to Bob Smith:", "Ann sagte am Ende", "Ann hat gesagt:", "Ann ha dicho :",
     "Ann said in reply to Bob...", "Jan napisał(a):", "Ann schrieb folgendes:", "(Ann)says", "said", "", "...",
     "Ann wrote on her blog:", "Ann_said:"],
)  # fmt: skip
def test_a_line_ends_with_saying_where_the_pattern_says_so(line: str) -> None:
    assert ends_with_saying(line) == (SAYS_SUFFIX.search(line) is not None)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Yuki Molenaar", "Yuki Molenaar"),
        ("José  da Silva", "José da Silva"),
        ("Linda Page", "Linda Page"),
        ("by Ann", "Ann"),
        ("postedby Ann", "Ann"),
        ("Ann at", "Ann"),
        ("Ann says", "Ann"),
        ("Ann replied to Bob", "Ann"),
    ],
)
def test_words_around_a_name_are_taken_off(printed: str, name: str) -> None:
    assert strip_name(printed) == name
