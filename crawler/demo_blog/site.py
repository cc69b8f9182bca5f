"""All three blogs, with what a whole host has: home page, robots.txt, sitemaps."""

from __future__ import annotations

import gzip
from xml.sax.saxutils import escape

from crawler.demo_blog import drupal, handmade, wordpress
from crawler.demo_blog.resource import Resource, Site, html, moved, static

__all__ = ["demo_site"]


def demo_site(origin: str) -> Site:
    """Every address of the demo site; `origin` is scheme, host and port, without a slash at the end."""
    blogs = {
        drupal.ROOT: drupal.drupal_site(origin),
        wordpress.ROOT: wordpress.wordpress_site(origin),
        handmade.ROOT: handmade.handmade_site(origin),
    }
    site: Site = {
        "/": html("home.html", origin=origin),
        "/favicon.ico": static("feed.png", "image/png"),
        "/robots.txt": Resource(_robots(origin).encode(), "text/plain"),
    }
    for root, blog in blogs.items():
        site |= blog
        site[root] = moved(f"{root}/")
        if root == handmade.ROOT:
            site[f"{root}/"] = blog[f"{root}/index.html"]
        elif root == wordpress.ROOT:
            packed = gzip.compress(_sitemap(origin, blog).encode(), mtime=0)
            site[f"{root}/sitemap.xml.gz"] = Resource(packed, "application/x-gzip")
        else:
            site[f"{root}/sitemap.xml"] = Resource(_sitemap(origin, blog).encode(), "application/xml")
    maps = (f"{drupal.ROOT}/sitemap.xml", f"{wordpress.ROOT}/sitemap.xml.gz")
    site["/sitemap.xml"] = Resource(_sitemap_index(origin, maps).encode(), "application/xml")
    return site


def _robots(origin: str) -> str:
    return (
        "User-agent: *\n"
        f"Disallow: {drupal.ROOT}/comment/reply/\n"
        f"Disallow: {drupal.ROOT}/search\n"
        f"Disallow: {wordpress.ROOT}/wp-admin/\n"
        f"Disallow: {wordpress.ROOT}/*replytocom=\n"
        "\n"
        f"Sitemap: {origin}/sitemap.xml\n"
    )


def _sitemap(origin: str, blog: Site) -> str:
    """Canonical pages only: no queries, no renditions, no files."""
    urls = [
        path
        for path, answer in blog.items()
        if answer.status == 200
        and answer.content_type.startswith("text/html")
        and not any(mark in path for mark in ("?", "/print", "/node/", "/comment", "/page/"))
    ]
    rows = "".join(f"  <url><loc>{escape(origin + path)}</loc></url>\n" for path in urls)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'


def _sitemap_index(origin: str, paths: tuple[str, ...]) -> str:
    rows = "".join(f"  <sitemap><loc>{escape(origin + path)}</loc></sitemap>\n" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'
