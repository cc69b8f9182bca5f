"""The flour mill's blog: WordPress 3.5 with a Twenty Eleven-like theme and a print plug-in, under /news."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from slugify import slugify

from crawler.demo_blog.resource import Resource, Site, html, load_posts, moved, pages_of, render, static
from crawler.demo_blog.voices import many_comments

__all__ = ["ROOT", "wordpress_site"]

ROOT = "/news"
POSTS_A_PAGE = 5
COMMENTS_A_PAGE = 10
Post = dict[str, Any]  # Any: a TOML table


def wordpress_site(origin: str) -> Site:
    """Every address of the WordPress blog. `origin` is scheme, host and port."""
    data = load_posts("wordpress")
    authors = {author["login"]: author for author in data["author"]}
    posts: list[Post] = data["post"]
    for post in posts:
        _complete(post, authors)
    shared: dict[str, Any] = {
        "root": ROOT,
        "origin": origin,
        "recent": posts[:5],
        "months": _months(posts),
        "posts": posts,
    }
    site: Site = {
        f"{ROOT}/wp-content/themes/twentyeleven/style.css": static("wordpress.css", "text/css"),
        f"{ROOT}/wp-content/plugins/local-avatars/avatar.png": static("avatar.png", "image/png"),
    }
    for post in posts:
        if "image" in post:
            site[post["image_path"]] = static(post["image"], "image/png")
    site[f"{ROOT}/wp-content/uploads/2012/09/hallow-lock-fact-sheet.pdf"] = static("checklist.pdf", "application/pdf")
    for place, post in enumerate(posts):
        newer = posts[place - 1] if place else None
        older = posts[place + 1] if place + 1 < len(posts) else None
        site |= _post_pages(post, shared | {"newer": newer, "older": older})
    site |= _listing(f"{ROOT}/", None, posts, shared)
    for month, entries in _months(posts):
        site |= _listing(f"{ROOT}/{month}/", f"Monthly Archives: {entries[0]['date']:%B %Y}", entries, shared)
    for author in authors.values():
        entries = [p for p in posts if author in p["authors"]]
        site |= _listing(
            f"{ROOT}/author/{author['login']}/", f"Author Archives: {author['name']}", entries, shared, author
        )
    for category in sorted({p["category"] for p in posts}):
        entries = [p for p in posts if p["category"] == category]
        site |= _listing(f"{ROOT}/category/{slugify(category)}/", f"Category Archives: {category}", entries, shared)
    for tag in sorted({t for p in posts for t in p["tags"]}):
        entries = [p for p in posts if tag in p["tags"]]
        site |= _listing(f"{ROOT}/tag/{slugify(tag)}/", f"Tag Archives: {tag}", entries, shared)
    site[f"{ROOT}/about/"] = html("wordpress_page.html", **shared)
    site[f"{ROOT}/feed/"] = Resource(render("wordpress_rss.xml", **shared).encode(), "text/xml; charset=UTF-8")
    return site


def _complete(post: Post, authors: dict[str, Any]) -> None:  # Any: TOML tables
    post["authors"] = [authors[post["author"]]]
    if "second_author" in post:
        post["authors"].append(authors[post["second_author"]])
    post["path"] = f"{ROOT}/{post['date']:%Y/%m}/{post['slug']}/"
    if "image" in post:
        post["image_path"] = f"{ROOT}/wp-content/uploads/{post['date']:%Y/%m}/{post['image']}"
    if post.get("many_comments"):
        post["comment"] = many_comments(2050, post["date"], 17)
    comments = post.get("comment", [])
    post["comment_total"] = len(comments)
    post["pings"] = [c for c in comments if c.get("kind") == "pingback"]
    answers: dict[int | None, list[Post]] = defaultdict(list)
    for comment in comments:
        if comment.get("kind") != "pingback":
            answers[comment.get("parent")].append(comment)
    for comment in comments:
        comment["answers"] = answers[comment["id"]]
    post["threads"] = answers[None]


def _months(posts: list[Post]) -> list[tuple[str, list[Post]]]:
    months: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        months[f"{post['date']:%Y/%m}"].append(post)
    return sorted(months.items(), reverse=True)


def _post_pages(post: Post, shared: dict[str, Any]) -> Site:  # Any: template values
    site: Site = {}
    pages = pages_of(post["threads"], COMMENTS_A_PAGE)
    for number, threads in enumerate(pages, start=1):
        # WordPress shows the newest page of comments at the post's own address when told to start with the last
        # one; here it starts with the first, as most did.
        path = post["path"] if number == 1 else f"{post['path']}comment-page-{number}/"
        site[path] = html("wordpress_post.html", post=post, threads=threads, page=number, pages=len(pages), **shared)
    site[f"{post['path']}print/"] = html("wordpress_print.html", post=post, **shared)
    site[f"{ROOT}/?p={post['id']}"] = moved(post["path"])
    comments_feed = render("wordpress_comments_rss.xml", post=post, **shared)
    site[f"{post['path']}feed/"] = Resource(comments_feed.encode(), "text/xml; charset=UTF-8")
    return site


def _listing(path: str, title: str | None, posts: list[Post], shared: dict[str, Any], author: Any = None) -> Site:
    # Any: template values
    pages = pages_of(posts, POSTS_A_PAGE)
    about = {"title": title, "path": path, "author": author, "pages": len(pages)}
    return {
        (path if number == 1 else f"{path}page/{number}/"): html(
            "wordpress_list.html", entries=entries, page=number, **about, **shared
        )
        for number, entries in enumerate(pages, start=1)
    }
