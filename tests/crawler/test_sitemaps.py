"""Sitemaps in each of their forms; bombs are refused, broken ones are read as far as they go."""

import gzip

import pytest

from archive.errors import BadPage, PageTooLarge
from crawler.sitemaps import read_sitemap, sitemaps_of_robots, well_known_sitemaps

URL = "http://blog.example/sitemap.xml"
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urlset(*locations):
    return f"<urlset xmlns='{XMLNS}'>{''.join(f'<url><loc>{loc}</loc></url>' for loc in locations)}</urlset>".encode()


def test_an_urlset_lists_pages_with_dates_and_images():
    payload = f"""<?xml version="1.0"?><urlset xmlns="{XMLNS}" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">
    <url><loc> http://blog.example/a </loc><lastmod>2014-02-26</lastmod><i:image><i:loc>/a.png</i:loc></i:image></url>
    </urlset>""".encode()
    (entry,) = read_sitemap(payload, url=URL).entries
    assert (entry.url, entry.modified_on, entry.images) == (
        "http://blog.example/a", "2014-02-26", ("http://blog.example/a.png",),
    )  # fmt: skip


def test_an_index_lists_sitemaps():
    payload = f"<sitemapindex xmlns='{XMLNS}'><sitemap><loc>/s1.xml.gz</loc></sitemap></sitemapindex>".encode()
    sitemap = read_sitemap(payload, url=URL)
    assert (sitemap.form, sitemap.entries[0].url, sitemap.entries[0].is_sitemap) == (
        "index", "http://blog.example/s1.xml.gz", True,
    )  # fmt: skip


def test_gzip_and_gzip_within_gzip_are_unpacked():
    payload = gzip.compress(gzip.compress(urlset("/a")))
    assert [entry.url for entry in read_sitemap(payload, url=URL).entries] == ["http://blog.example/a"]


def test_a_text_file_lists_one_address_a_line():
    sitemap = read_sitemap(b"\xef\xbb\xbfhttp://blog.example/a\r\n# no\nhttp://blog.example/b\n", url=URL)
    assert [entry.url for entry in sitemap.entries] == ["http://blog.example/a", "http://blog.example/b"]


@pytest.mark.parametrize(("payload", "form"), [(b"<html><body>Not found</body></html>", "none"), (b"", "none"),
                                               (b"<rss version='2.0'><channel/></rss>", "feed")])  # fmt: skip
def test_what_is_no_sitemap_lists_nothing(payload, form):
    sitemap = read_sitemap(payload, url=URL)
    assert (sitemap.form, sitemap.entries) == (form, ())


def test_a_sitemap_that_breaks_off_is_read_until_there():
    sitemap = read_sitemap(urlset("/a", "/b")[:-20], url=URL)
    assert sitemap.was_cut
    assert sitemap.entries[0].url == "http://blog.example/a"


def test_an_entity_bomb_is_refused():
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>" + urlset("/&b;")
    with pytest.raises(BadPage, match="entities"):
        read_sitemap(bomb, url=URL)


def test_no_local_file_is_read():
    bomb = b"<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + urlset("/a")
    assert [entry.url for entry in read_sitemap(bomb, url=URL).entries] == ["http://blog.example/a"]


def test_a_gzip_bomb_is_refused():
    with pytest.raises(PageTooLarge, match="unpacks"):
        read_sitemap(gzip.compress(b"\0" * 51 * 1024 * 1024), url=URL)


def test_robots_names_sitemaps_in_any_case_and_place():
    text = "User-agent: *\nDisallow: /x\nsitemap: http://blog.example/s.xml\nSITEMAP:/t.xml # ours\n"
    assert sitemaps_of_robots(text, url="http://blog.example/robots.txt") == [
        "http://blog.example/s.xml", "http://blog.example/t.xml",
    ]  # fmt: skip


def test_well_known_places_are_at_the_root():
    assert "http://blog.example:81/wp-sitemap.xml" in well_known_sitemaps("http://blog.example:81/news/a")
