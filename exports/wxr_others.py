"""An archive in, what a WXR file has beside posts out: authors and terms at its head, pages and menus at its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TextIO
from urllib.parse import unquote, urlsplit

from archive.store import Person
from exports.bodies import rewrite_html
from exports.dates import read_moment, rfc822
from exports.menus import menus
from exports.names import NameRegister, slug
from exports.other_pages import other_pages
from exports.selection import Selection
from exports.wordpress import post_content
from exports.wxr_posts import Ledger, item_fields, meta_element, term_key
from exports.xml_text import attribute, cdata, element

HEAD = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!-- Import this with Tools, Import, WordPress. Tick 'Download and import file attachments'. -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""


def write_head(archive: Selection, out: TextIO, logins: Mapping[int, str]) -> int:
    """Channel, authors and terms; how many bytes they took."""
    pieces = [HEAD]
    pieces.append(element("title", archive.sites[0] if archive.sites else "", indent="\t"))
    pieces.append(element("link", archive.origin, indent="\t"))
    pieces.append(element("description", "", indent="\t"))
    pieces.append(element("generator", "oldface", indent="\t"))
    pieces.append(element("wp:wxr_version", "1.2", indent="\t"))
    pieces.append(element("wp:base_site_url", archive.origin, indent="\t"))
    pieces.append(element("wp:base_blog_url", archive.origin, indent="\t"))
    for number, person in enumerate(archive.people.values(), 1):
        pieces.append(author_element(person, number, logins[person.id]))
    terms = terms_of(archive)
    for number, ((kind, nicename), name) in enumerate(terms.items(), 1):
        if kind == "category":
            pieces.append(
                f"\t<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{cdata(nicename)}"
                f"</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name>{cdata(name)}</wp:cat_name>"
                "</wp:category>\n"
            )
        else:
            pieces.append(
                f"\t<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>{cdata(nicename)}</wp:tag_slug>"
                f"<wp:tag_name>{cdata(name)}</wp:tag_name></wp:tag>\n"
            )
    for number, menu in enumerate(menus(archive) if archive.is_whole else (), len(terms) + 1):
        pieces.append(
            f"\t<wp:term><wp:term_id>{number}</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy>"
            f"<wp:term_slug>{cdata(slug(menu.name, fallback='menu'))}</wp:term_slug><wp:term_parent></wp:term_parent>"
            f"<wp:term_name>{cdata(menu.name)}</wp:term_name></wp:term>\n"
        )
    text = "".join(pieces)
    out.write(text)
    return len(text.encode())


def author_element(person: Person, number: int, login: str) -> str:
    """One author; without an address, since the archive knows none and must not make one up."""
    first, _, last = ("", "", person.name) if person.is_organisation else person.name.rpartition(" ")
    return (
        f"\t<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email></wp:author_email><wp:author_display_name>{cdata(person.name)}</wp:author_display_name>"
        f"<wp:author_first_name>{cdata(first)}</wp:author_first_name>"
        f"<wp:author_last_name>{cdata(last)}</wp:author_last_name></wp:author>\n"
    )


def terms_of(archive: Selection) -> dict[tuple[str, str], str]:
    """Name of each term by (category or post_tag, nicename): the first of those that share a nicename."""
    found: dict[tuple[str, str], str] = {}
    for tag in archive.tags:
        found.setdefault(term_key(tag.taxonomy, tag.slug or tag.name, tag.id), tag.name)
    return dict(sorted(found.items()))


def page_items(archive: Selection, ledger: Ledger, kinds: tuple[str, ...]) -> Iterator[str]:
    """Pages of the old site that are no articles, as pages of WordPress."""
    names = NameRegister()
    for page in other_pages(archive.archive, kinds) if kinds else ():
        ledger.last_number += 1
        moment = read_moment(page.published, zone=ledger.zone) or read_moment(page.captured_at)
        utc = moment.utc if moment else datetime(1970, 1, 1, tzinfo=UTC)
        local = ledger.moments.claim(utc.astimezone(ledger.zone).replace(tzinfo=None), page.title, "page")
        last = unquote(urlsplit(page.url).path.rstrip("/").rpartition("/")[2]).partition(".")[0]
        name = names.claim(slug(last or page.title, fallback="page"), key=page.url)
        body = rewrite_html(page.body_html, link=archive.resolve, asset=lambda _url: None)
        yield "".join((
            "\t<item>\n",
            element("title", page.title),
            element("link", page.url),
            element("pubDate", rfc822(utc)),
            f"\t\t<dc:creator>{cdata('')}</dc:creator>\n",
            f'\t\t<guid isPermaLink="false">{page.url.replace("&", "&amp;").replace("<", "&lt;")}</guid>\n',
            element("description", ""),
            f"\t\t<content:encoded>{cdata(post_content(body))}</content:encoded>\n",
            f"\t\t<excerpt:encoded>{cdata(page.description or '')}</excerpt:encoded>\n",
            item_fields(ledger.last_number, local, utc, slug=name, kind="page"),
            meta_element("postmeta", "_oldface_source_url", page.url),
            "\t</item>\n",
        ))  # fmt: skip


def menu_items(archive: Selection, ledger: Ledger) -> Iterator[str]:
    """The entries of the old site's menus; the importer reads all eight of their metas, so all are written."""
    order = 0
    for menu in menus(archive):
        first = ledger.last_number + 1
        for item in menu.items:
            ledger.last_number += 1
            order += 1
            when = ledger.moments.claim(datetime(1970, 1, 2), item.label, "nav_menu_item")
            meta = {
                "_menu_item_type": "custom",
                "_menu_item_menu_item_parent": "0" if item.parent is None else str(first + item.parent),
                "_menu_item_object_id": str(ledger.last_number),
                "_menu_item_object": "custom",
                "_menu_item_target": "",
                "_menu_item_classes": 'a:1:{i:0;s:0:"";}',
                "_menu_item_xfn": "",
                "_menu_item_url": item.url,
            }
            nicename = attribute(slug(menu.name, fallback="menu"))
            yield "".join((
                "\t<item>\n",
                element("title", item.label),
                element("link", item.url),
                f"\t\t<dc:creator>{cdata('')}</dc:creator>\n",
                f"\t\t<content:encoded>{cdata('')}</content:encoded>\n",
                f"\t\t<excerpt:encoded>{cdata('')}</excerpt:encoded>\n",
                item_fields(
                    ledger.last_number, when, when, slug=f"old-menu-{order}", kind="nav_menu_item", order=order
                ),
                f'\t\t<category domain="nav_menu" nicename={nicename}>{cdata(menu.name)}</category>\n',
                "".join(meta_element("postmeta", key, value) for key, value in meta.items()),
                "\t</item>\n",
            ))  # fmt: skip
