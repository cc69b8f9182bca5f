"""Articles in, TEI P5 documents out: one an article, its comments as computer-mediated communication (chapter 9)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.store import Article, ArticleComment
from exports.bodies import clean_html
from exports.bundle import Bundle
from exports.citations import name_parts
from exports.local_body import comment_html
from exports.losses import Field
from exports.names import NameRegister
from exports.posts import authors_of, folder_name
from exports.selection import Selection
from exports.tei_body import tei_blocks, text_of
from exports.url_pattern import title_of
from exports.xml_text import attribute

NAME = "tei"
DESCRIPTION = "TEI P5 XML, one document an article, comments as CMC posts, sources down to the WARC record"
LOSSES: Mapping[Field, str] = {
    Field.ASSETS: "named by address; the bytes stay in the archive",
    Field.COMMENT_STATUS: "left out",
    Field.COMMENT_NOTICE: "a note",
    Field.COMMENT_COUNT_STATED: "left out",
    Field.COMMENT_VOTES: "left out",
    Field.ADDRESSES: "left out but for the article's own",
    Field.DIRECTION: "left out",
}


def write(archive: Selection, folder: Bundle) -> None:
    """tei/<slug>.xml, and corpus.xml that includes them all."""
    register = NameRegister()
    with folder.text("corpus.xml") as corpus:
        corpus.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        corpus.write('<teiCorpus xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">\n')
        corpus.write(corpus_header(archive))
        for article in archive.articles():
            path = f"tei/{folder_name(register, article)}.xml"
            folder.write_text(path, document(archive, article))
            corpus.write(f'<xi:include href="{path}"/>\n')
        corpus.write("</teiCorpus>\n")


def corpus_header(archive: Selection) -> str:
    """The header of the whole."""
    title = f"Articles of {', '.join(archive.sites)}" if archive.sites else "Articles"
    return (
        f"<teiHeader><fileDesc><titleStmt><title>{text_of(title)}</title></titleStmt>"
        "<publicationStmt><p>Made from an archive of the site.</p></publicationStmt>"
        "<sourceDesc><p>WARC records of the site; each document names its own.</p></sourceDesc>"
        "</fileDesc></teiHeader>\n"
    )


def document(archive: Selection, article: Article) -> str:
    """One article with its comments."""
    language = attribute(article.in_language or "und")
    names: set[str] = set()
    body = tei_blocks(clean_html(article.body_html), taken=names) or "<p/>"
    comments = comments_div(archive, article, names)
    subtitle = (
        f'<head type="sub">{text_of(article.alternative_headline)}</head>\n' if article.alternative_headline else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang={language}>\n{header(article)}'
        f'<text>\n<body>\n<div type="article">\n<head>{text_of(title_of(article))}</head>\n{subtitle}{body}\n</div>\n'
        f"{comments}</body>\n</text>\n</TEI>\n"
    )


def header(article: Article) -> str:
    """The header: title, authors, source, date, language, keywords."""
    capture = article.capture
    authors = "".join(author(article, position) for position in range(len(authors_of(article))))
    date = date_element("date", article.date_published, article.date_published_raw)
    keywords = "".join(
        f'<term type="{tag.taxonomy}">{text_of(tag.name)}</term>' for tag in article.tags if tag.name.strip()
    )
    text_class = f"<textClass><keywords>{keywords}</keywords></textClass>" if keywords else ""
    abstract = f"<abstract><p>{text_of(article.description)}</p></abstract>" if article.description else ""
    note = f"<note>{text_of(article.comment_notice)}</note>" if article.comment_notice else ""
    language = article.in_language or "und"
    return (
        f"<teiHeader>\n<fileDesc>\n<titleStmt><title>{text_of(title_of(article))}</title>{authors}</titleStmt>\n"
        f"<publicationStmt><publisher>{text_of(article.site)}</publisher>{date}"
        f'<idno type="URL">{text_of(article.url)}</idno></publicationStmt>\n'
        f"<sourceDesc><bibl><ref target={attribute(uri(article.url))}>{text_of(article.url)}</ref>"
        f'<idno type="WARC-Record-ID">{text_of(capture.record_id)}</idno>'
        f'<idno type="WARC-file">{text_of(capture.filename)}</idno>'
        f'<date type="capture" when="{capture.warc_date}"/>{note}</bibl></sourceDesc>\n</fileDesc>\n'
        f"<profileDesc>{abstract}<langUsage><language ident={attribute(language)}/></langUsage>{text_class}"
        "</profileDesc>\n"
        "</teiHeader>\n"
    )


def author(article: Article, position: int) -> str:
    """One contributor with role and organisation."""
    byline = authors_of(article)[position]
    parts = name_parts(byline)
    if "literal" in parts:
        name = f"<orgName>{text_of(byline.name)}</orgName>" if byline.is_organisation else text_of(byline.name)
        name = name if byline.is_organisation else f"<persName>{name}</persName>"
    else:
        given, family = text_of(parts["given"]), text_of(parts["family"])
        name = f"<persName><forename>{given}</forename> <surname>{family}</surname></persName>"
    role = f"<roleName>{text_of(byline.role)}</roleName>" if byline.role else ""
    organisation = f"<affiliation>{text_of(byline.organisation)}</affiliation>" if byline.organisation else ""
    kind = f' role="{byline.relation}{" guest" if byline.is_guest else ""}"'
    return f"<author{kind}>{name}{role}{organisation}</author>"


def date_element(name: str, date: str | None, raw: str | None) -> str:
    """A date with its normal form in @when (W3C form, as precise as stated) and its printed one inside."""
    when = w3c(date)
    if not when and not raw:
        return ""
    stated = f' when="{when}"' if when else ""
    return f"<{name}{stated}>{text_of(raw)}</{name}>"


def w3c(date: str | None) -> str:
    """An ISO date as @when takes it; times need their seconds there."""
    found = re.fullmatch(r"(\d{4}(?:-\d\d){0,2})(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", date or "")
    if not found:
        return ""
    return found[1] + (f"T{found[2]}{found[3] or ':00'}{found[4] or ''}" if found[2] else "")


def comments_div(archive: Selection, article: Article, names: set[str]) -> str:
    """The comments as posts; '' where there are none."""
    if not article.comments:
        return ""
    posts = "".join(post(archive, comment, names) for comment in article.comments)
    return f'<div type="comments">\n{posts}</div>\n'


def post(archive: Selection, comment: ArticleComment, names: set[str]) -> str:
    """One comment: who, when, which it answers, how deep it stands."""
    answers = f' replyTo="#c{comment.parent_id}"' if comment.parent_id is not None else ""
    when = f' when="{w3c(comment.date_created)}"' if w3c(comment.date_created) else ""
    subject = f"<head>{text_of(comment.subject)}</head>" if comment.subject else ""
    name = f"<name>{text_of(comment.author_name)}</name>" if comment.author_name else "<name>anonymous</name>"
    if comment.author_url:
        name = f"<ref target={attribute(uri(comment.author_url))}>{name}</ref>"
    source = f' rend="from {comment.author_source}"' if comment.author_source else ""
    signed = f"<byline{source}>{name}</byline>"
    body = tei_blocks(comment_html(archive, comment), taken=names) or "<p/>"
    return (
        f'<post modality="written" generatedBy="human" type="{comment.kind}" xml:id="c{comment.id}"'
        f' indentLevel="{comment.depth}"{answers}{when}>{subject}{signed}\n{body}\n</post>\n'
    )


def uri(url: str) -> str:
    """An address without white space, as @target takes it."""
    return re.sub(r"\s", "%20", url)
