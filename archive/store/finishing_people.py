"""Who wrote what, put together in SQL: mentions out, people and their names in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from archive.people import Mention, Person
from archive.store.writing import ArchiveWriter

__all__ = ["PeopleFinishing"]


class PeopleFinishing:
    """The steps, on one writer; each one is a transaction."""

    def __init__(self, writer: ArchiveWriter) -> None:
        self._writer = writer
        self._run = writer.connection.execute
        self._many = writer.connection.executemany

    def mentions(self) -> Iterator[tuple[Mention, int]]:
        """Each different mention and how often it occurs; names of nobody are among them."""
        for name, site, url, is_organisation, uses in self._run(
            """SELECT b.name, g.site, b.url, b.is_organisation, count(*) FROM bylines b
            JOIN articles a ON a.id = b.article_id JOIN pages g ON g.id = a.page_id GROUP BY 1, 2, 3, 4"""
        ):
            yield Mention(name, site, "byline", url, is_organisation=bool(is_organisation)), uses
        for name, site, url, scope, is_by_author, uses in self._run(
            """SELECT m.author_name, g.site, m.author_url, CASE WHEN instr(trim(m.author_name), ' ') > 0 THEN '' ELSE
            a.url
            END, m.is_by_author, count(*) FROM comments m JOIN articles a ON a.id = m.article_id
            JOIN pages g ON g.id = a.page_id WHERE m.author_name IS NOT NULL GROUP BY 1, 2, 3, 4, 5"""
        ):
            yield Mention(name, site, "comment", url, scope, bool(is_by_author)), uses

    def profile_pages(self) -> Iterator[tuple[str, str, str | None]]:
        """(address, site, title) of every page that shows one author."""
        yield from self._run("SELECT url, site, title FROM pages WHERE kind = 'author' ORDER BY id")

    def set_people(self, people: Sequence[Person], uses: Mapping[Mention, int]) -> None:
        """Sets people, the names they go by with the evidence, and who wrote what."""
        with self._writer.transaction():
            self._run(
                """CREATE TEMP TABLE who (name TEXT, site TEXT, use TEXT, url TEXT, scope TEXT, is_by_author INTEGER,
                is_organisation INTEGER, person_id INTEGER)"""
            )
            self._many(
                "INSERT INTO who VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (m.name, m.site, m.use, m.url, m.scope, int(m.is_by_author), int(m.is_organisation), person.id)
                    for person in people
                    for m in person.evidence
                ),
            )
            self._run("CREATE INDEX temp.who_name ON who (name, site, use)")
            self._run(
                """UPDATE bylines SET person_id = x.person_id FROM (SELECT b.article_id AS article_id, b.position AS
                position,
                w.person_id AS person_id FROM bylines b JOIN articles a ON a.id = b.article_id JOIN pages g
                ON g.id = a.page_id JOIN who w ON w.name = b.name AND w.site = g.site AND w.use = 'byline'
                AND w.url IS b.url AND w.is_organisation = b.is_organisation) x WHERE x.article_id = bylines.article_id
                AND x.position = bylines.position AND bylines.person_id <> x.person_id"""
            )
            self._run(
                """UPDATE comments SET person_id = x.person_id FROM (SELECT m.id AS id, w.person_id AS person_id
                FROM comments m JOIN articles a ON a.id = m.article_id JOIN pages g ON g.id = a.page_id
                LEFT JOIN who w ON w.name = m.author_name AND w.site = g.site AND w.use = 'comment'
                AND w.url IS m.author_url AND w.is_by_author = m.is_by_author AND w.scope =
                CASE WHEN instr(trim(m.author_name), ' ') > 0 THEN '' ELSE a.url END) x
                WHERE x.id = comments.id AND comments.person_id IS NOT x.person_id"""
            )
            self._run("DROP TABLE who")
            self._set_person_rows(people, uses)

    def _set_person_rows(self, people: Sequence[Person], uses: Mapping[Mention, int]) -> None:
        names: dict[tuple[int, str, str, str], int] = defaultdict(int)
        for person in people:
            for mention, why in person.evidence.items():
                names[person.id, mention.name, mention.site, f"{mention.use}: {why}"] += uses[mention]
        self._run("DELETE FROM person_names")
        self._writer.insert("person_names", [(*key, count) for key, count in sorted(names.items())])
        self._run("DELETE FROM people")
        self._writer.insert(
            "people",
            [(p.id, p.name, p.slug, int(p.is_organisation), p.url, None, None, None, 0, 0) for p in people],
        )
        self._run(
            """UPDATE people SET job_title = x.role, organisation = x.organisation FROM (SELECT * FROM (SELECT
            b.person_id
            AS person_id, b.role AS role, b.organisation AS organisation, row_number() OVER (PARTITION BY b.person_id
            ORDER BY b.role IS NULL, a.date_published IS NULL, a.date_published DESC, a.url, b.position) AS place
            FROM bylines b JOIN articles a ON a.id = b.article_id) WHERE place = 1) x WHERE x.person_id = people.id"""
        )
        self._run(
            """UPDATE people SET bio = x.bio FROM (SELECT * FROM (SELECT b.person_id AS person_id, b.bio AS bio,
            row_number() OVER (PARTITION BY b.person_id ORDER BY length(b.bio) DESC, b.bio) AS place
            FROM bylines b WHERE b.bio IS NOT NULL) WHERE place = 1) x WHERE x.person_id = people.id"""
        )
        self._run(
            """UPDATE people SET article_count = x.articles FROM (SELECT person_id, count(DISTINCT article_id) AS
            articles
            FROM bylines GROUP BY person_id) x WHERE x.person_id = people.id"""
        )
        self._run(
            """UPDATE people SET comment_count = x.comments FROM (SELECT person_id, count(*) AS comments FROM comments
            WHERE person_id IS NOT NULL GROUP BY person_id) x WHERE x.person_id = people.id"""
        )
