"""The bylines that corporate blogs print, in seven languages, each with everybody it names."""

# ruff: noqa: E501 - one byline a line

from __future__ import annotations

import pytest

from archive.names import read_byline

# (byline, (name, role, organisation, relation, marks)…): "g" marks a guest, "o" a team, office or account
_Person = tuple[str, str | None, str | None, str, str]
BYLINES: list[tuple[str, list[_Person]]] = [
    ('Guest post by Anna Hill, VP of Sales, and Ben Wood, CEO of Rivermill Inc.', [('Anna Hill', 'VP of Sales', None, 'author', 'g'), ('Ben Wood', 'CEO', 'Rivermill Inc', 'author', 'g')]),
    ('Guest post by Anna Hill, VP of Engineering at Rivermill, and Ben Wood, CEO of Oakfield', [('Anna Hill', 'VP of Engineering', 'Rivermill', 'author', 'g'), ('Ben Wood', 'CEO', 'Oakfield', 'author', 'g')]),
    ('Posted by Anna Hill on 3 March 2009 in Storage', [('Anna Hill', None, None, 'author', '')]),
    ('Posted by: Anna Hill, Product Manager, Rivermill Storage', [('Anna Hill', 'Product Manager', 'Rivermill Storage', 'author', '')]),
    ('Posted by Anna Hill at 10:14 AM', [('Anna Hill', None, None, 'author', '')]),
    ('Posted at 10:14 AM by Anna Hill', [('Anna Hill', None, None, 'author', '')]),
    ('Posted on March 3, 2009 by Anna Hill', [('Anna Hill', None, None, 'author', '')]),
    ('Posted by Anna Hill, Marketing Communications Manager', [('Anna Hill', 'Marketing Communications Manager', None, 'author', '')]),
    ('Posted by Anna Hill and Ben Wood, Software Engineers', [('Anna Hill', 'Software Engineers', None, 'author', ''), ('Ben Wood', 'Software Engineers', None, 'author', '')]),
    ('By Anna Hill and Ben Wood', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'author', '')]),
    ('By Anna Hill, Ben Wood, & Carla Stone', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'author', ''), ('Carla Stone', None, None, 'author', '')]),
    ('By Anna Hill with Ben Wood', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'author', '')]),
    ('By Anna Hill, as told to Ben Wood', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'interviewer', '')]),
    ('Anna Hill, as told to Ben Wood', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'interviewer', '')]),
    ('By Anna Hill, with contributions from Ben Wood and Carla Stone', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'contributor', ''), ('Carla Stone', None, None, 'contributor', '')]),
    ('By Anna Hill | Translated by Ben Wood', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'translator', '')]),
    ('By Anna Hill. Translated from the German by Ben Wood', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'translator', '')]),
    ('Interviewed by Anna Hill', [('Anna Hill', None, None, 'interviewer', '')]),
    ('Interview by Anna Hill, photos by Ben Wood', [('Anna Hill', None, None, 'interviewer', ''), ('Ben Wood', None, None, 'photographer', '')]),
    ('Words by Anna Hill, illustrations by Ben Wood', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'photographer', '')]),
    ('By Anna Hill (@annahill)', [('Anna Hill', None, None, 'author', '')]),
    ('Anna Hill (@annahill), Ben Wood (@bwood)', [('Anna Hill', None, None, 'author', ''), ('Ben Wood', None, None, 'author', '')]),
    ('By Anna Hill <anna.hill@example.com>', [('Anna Hill', None, None, 'author', '')]),
    ('By Rivermill Staff', [('Rivermill Staff', None, None, 'author', 'o')]),
    ('By Staff', [('Staff', None, None, 'author', 'o')]),
    ('By the Rivermill Team', [('the Rivermill Team', None, None, 'author', 'o')]),
    ('Posted by the Cloud Security Team', [('the Cloud Security Team', None, None, 'author', 'o')]),
    ('Posted by admin', [('admin', None, None, 'author', 'o')]),
    ('By Rivermill Corporate Communications', [('Rivermill Corporate Communications', None, None, 'author', 'o')]),
    ('Submitted by jdoe on Thu, 07/25/2013 - 10:14', [('jdoe', None, None, 'author', '')]),
    ('Written by Dr. Anna Hill, Chief Scientist, Rivermill Labs', [('Dr. Anna Hill', 'Chief Scientist', 'Rivermill Labs', 'author', '')]),
    ('by Anna Hill, Ph.D.', [('Anna Hill', None, None, 'author', '')]),
    ('By Anna Hill, Senior Director, Product Marketing', [('Anna Hill', 'Senior Director, Product Marketing', None, 'author', '')]),
    ('By Anna Hill, director of research at Rivermill and a member of the advisory board', [('Anna Hill', 'director of research', 'Rivermill and a member of the advisory board', 'author', '')]),
    ('Anna Hill, General Manager, IBM Storage', [('Anna Hill', 'General Manager', 'IBM Storage', 'author', '')]),
    ('Anna Hill is general manager of Rivermill Storage.', [('Anna Hill', 'general manager', 'Rivermill Storage', 'author', '')]),
    ('Anna Hill is the Chief Technology Officer at Rivermill.', [('Anna Hill', 'Chief Technology Officer', 'Rivermill', 'author', '')]),
    ("Today's guest post is by Anna Hill, CTO of Rivermill", [('Anna Hill', 'CTO', 'Rivermill', 'author', 'g')]),
    ("Today's guest blogger is Anna Hill, founder of Rivermill.", [('Anna Hill', 'founder', 'Rivermill', 'author', 'g')]),
    ('This is a guest post by Anna Hill, founder of Rivermill', [('Anna Hill', 'founder', 'Rivermill', 'author', 'g')]),
    ('The following is a guest post from Anna Hill of Rivermill', [('Anna Hill', None, 'Rivermill', 'author', 'g')]),
    ('Guest Blogger: Anna Hill', [('Anna Hill', None, None, 'author', 'g')]),
    ('Guest Author: Anna Hill, Rivermill Inc.', [('Anna Hill', None, 'Rivermill Inc', 'author', 'g')]),
    ("[Editor's note: This post was written by Anna Hill, an engineer at Rivermill.]", [('Anna Hill', 'engineer', 'Rivermill', 'author', '')]),
    ('Contributed by Anna Hill', [('Anna Hill', None, None, 'author', '')]),
    ('Anna Hill – Rivermill Inc.', [('Anna Hill', None, 'Rivermill Inc', 'author', '')]),
    ('Anna Hill, Rivermill', [('Anna Hill', None, 'Rivermill', 'author', '')]),
    ('Von Anna Hügel und Bernd Wald', [('Anna Hügel', None, None, 'author', ''), ('Bernd Wald', None, None, 'author', '')]),
    ('Text: Anna Hügel | Fotos: Bernd Wald', [('Anna Hügel', None, None, 'author', ''), ('Bernd Wald', None, None, 'photographer', '')]),
    ('Ein Gastbeitrag von Anna Hügel, Geschäftsführerin der Flussmühle GmbH', [('Anna Hügel', 'Geschäftsführerin', 'Flussmühle GmbH', 'author', 'g')]),
    ('Gastautor: Bernd Wald, Leiter Entwicklung bei der Flussmühle AG', [('Bernd Wald', 'Leiter Entwicklung', 'Flussmühle AG', 'author', 'g')]),
    ('Geschrieben von Anna Hügel am 3. März 2009', [('Anna Hügel', None, None, 'author', '')]),
    ('Veröffentlicht am 3. März 2009 von Anna Hügel', [('Anna Hügel', None, None, 'author', '')]),
    ('3. März 2009 von Anna Hügel in Allgemein', [('Anna Hügel', None, None, 'author', '')]),
    ('Autorin: Anna Hügel', [('Anna Hügel', None, None, 'author', '')]),
    ('Autoren: Anna Hügel, Bernd Wald', [('Anna Hügel', None, None, 'author', ''), ('Bernd Wald', None, None, 'author', '')]),
    ('Interview: Anna Hügel; Fotos: Bernd Wald', [('Anna Hügel', None, None, 'interviewer', ''), ('Bernd Wald', None, None, 'photographer', '')]),
    ('Das Interview führte Anna Hügel.', [('Anna Hügel', None, None, 'interviewer', '')]),
    ('Aus dem Englischen von Anna Hügel', [('Anna Hügel', None, None, 'translator', '')]),
    ('Übersetzung: Anna Hügel', [('Anna Hügel', None, None, 'translator', '')]),
    ('Von Anna Hügel, Leiterin Unternehmenskommunikation', [('Anna Hügel', 'Leiterin Unternehmenskommunikation', None, 'author', '')]),
    ('Von unserer Redaktion', [('Redaktion', None, None, 'author', 'o')]),
    ('Redaktion Flussmühle', [('Redaktion Flussmühle', None, None, 'author', 'o')]),
    ('Ein Beitrag von Anna Hügel', [('Anna Hügel', None, None, 'author', '')]),
    ('Por Ana Colina y Benito Bosque', [('Ana Colina', None, None, 'author', ''), ('Benito Bosque', None, None, 'author', '')]),
    ('Por Ana Colina, directora de marketing de Molino del Río', [('Ana Colina', 'directora de marketing', 'Molino del Río', 'author', '')]),
    ('Publicado por Ana Colina el 3 de marzo de 2009', [('Ana Colina', None, None, 'author', '')]),
    ('Escrito por: Ana Colina', [('Ana Colina', None, None, 'author', '')]),
    ('Artículo invitado de Ana Colina', [('Ana Colina', None, None, 'author', 'g')]),
    ('Autora invitada: Ana Colina, CEO de Molino', [('Ana Colina', 'CEO', 'Molino', 'author', 'g')]),
    ('Texto: Ana Colina. Fotos: Benito Bosque', [('Ana Colina', None, None, 'author', ''), ('Benito Bosque', None, None, 'photographer', '')]),
    ('Traducido por Ana Colina', [('Ana Colina', None, None, 'translator', '')]),
    ('Entrevista realizada por Ana Colina', [('Ana Colina', None, None, 'interviewer', '')]),
    ('Por el equipo de Molino', [('el equipo de Molino', None, None, 'author', 'o')]),
    ('Redacción Molino', [('Redacción Molino', None, None, 'author', 'o')]),
    ('Par Anne Colline, directrice de la recherche chez Moulin SA', [('Anne Colline', 'directrice de la recherche', 'Moulin SA', 'author', '')]),
    ('Par Anne Colline et Benoît Bois', [('Anne Colline', None, None, 'author', ''), ('Benoît Bois', None, None, 'author', '')]),
    ('Publié le 3 mars 2009 par Anne Colline', [('Anne Colline', None, None, 'author', '')]),
    ('Publié par Anne Colline dans Actualités', [('Anne Colline', None, None, 'author', '')]),
    ('Rédigé par Anne Colline le 3 mars 2009', [('Anne Colline', None, None, 'author', '')]),
    ('Article invité par Anne Colline, fondatrice de Moulin', [('Anne Colline', 'fondatrice', 'Moulin', 'author', 'g')]),
    ('Propos recueillis par Anne Colline', [('Anne Colline', None, None, 'interviewer', '')]),
    ("Traduit de l'anglais par Anne Colline", [('Anne Colline', None, None, 'translator', '')]),
    ('Texte : Anne Colline / Photos : Benoît Bois', [('Anne Colline', None, None, 'author', ''), ('Benoît Bois', None, None, 'photographer', '')]),
    ("Par l'équipe Moulin", [("l'équipe Moulin", None, None, 'author', 'o')]),
    ('La rédaction', [('La rédaction', None, None, 'author', 'o')]),
    ('Por Ana Serra e Bento Mata', [('Ana Serra', None, None, 'author', ''), ('Bento Mata', None, None, 'author', '')]),
    ('Por Ana Serra, diretora de produto da Moinho', [('Ana Serra', 'diretora de produto', 'Moinho', 'author', '')]),
    ('Postado por Ana Serra em 3 de março de 2009', [('Ana Serra', None, None, 'author', '')]),
    ('Escrito por Ana Serra, gerente de vendas', [('Ana Serra', 'gerente de vendas', None, 'author', '')]),
    ('Artigo de convidado por Ana Serra', [('Ana Serra', None, None, 'author', 'g')]),
    ('Traduzido por Ana Serra', [('Ana Serra', None, None, 'translator', '')]),
    ('Entrevista por Ana Serra', [('Ana Serra', None, None, 'interviewer', '')]),
    ('Texto: Ana Serra | Foto: Bento Mata', [('Ana Serra', None, None, 'author', ''), ('Bento Mata', None, None, 'photographer', '')]),
    ('Equipe Moinho', [('Equipe Moinho', None, None, 'author', 'o')]),
    ('Di Anna Colle, direttore di Mulino', [('Anna Colle', 'direttore', 'Mulino', 'author', '')]),
    ('Scritto da Anna Colle il 3 marzo 2009', [('Anna Colle', None, None, 'author', '')]),
    ('Pubblicato da Anna Colle e Bruno Bosco', [('Anna Colle', None, None, 'author', ''), ('Bruno Bosco', None, None, 'author', '')]),
    ('Door Anna van den Heuvel', [('Anna van den Heuvel', None, None, 'author', '')]),
    ('Geschreven door Anna de Wit en Bram Bos', [('Anna de Wit', None, None, 'author', ''), ('Bram Bos', None, None, 'author', '')]),
    ('Geplaatst door Anna de Wit op 3 maart 2009', [('Anna de Wit', None, None, 'author', '')]),
    ('Gastblog door Anna de Wit', [('Anna de Wit', None, None, 'author', 'g')]),
    ("Von Mat\u00adthi\u00adas Wald", [("Matthias Wald", None, None, "author", "")]),
    ("— Posted by Anna Hill at 3:14 PM", [("Anna Hill", None, None, "author", "")]),
    ("By Anna Hill @annahill28 Ben O'Hara 01 October 2020", [("Anna Hill", None, None, "author", ""), ("Ben O'Hara", None, None, "author", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("byline", "people"), BYLINES)
def test_a_printed_byline_names_everybody_with_what_they_are(byline: str, people: list[_Person]) -> None:
    found = [
        (p.name, p.role, p.organisation, p.relation, "g" * p.is_guest + "o" * p.is_organisation)
        for p in read_byline(byline)
    ]

    assert found == people


@pytest.mark.parametrize("text", ["Guest Controls", "The following day was cold", "Today's weather", "Note: closed"])
def test_words_that_begin_like_a_byline_and_are_none_name_no_guest(text: str) -> None:
    assert not any(person.is_guest for person in read_byline(text))
