"""The picture that a template prints above the text is the article's, though no text stands around it."""

from __future__ import annotations

import pytest

from archive.model import ParsedPage
from archive.parse import parse_page

PROSE = "".join(
    f"<p>Support told us last week that {what} of their calls are about drivers that were there yesterday, so we sat "
    "beside them for two days and listened to every one, and wrote down what we heard.</p>"
    for what in ("a third", "a half", "none")
)


def parsed(picture: str) -> ParsedPage:
    return parse_page(
        '<title>Lost drivers - Lathe and Spindle</title><header><img src="/logo.png" width="400"></header>'
        f"<main><article><h1>Lost drivers</h1>{picture}<div class=content>{PROSE}</div></article></main>",
        url="http://lathes.example/lost-drivers",
    )


def leads(page: ParsedPage) -> list[str]:
    return [use.url.rpartition("/")[2] for use in page.assets if use.role == "lead"]


@pytest.mark.parametrize(
    "picture",
    [
        '<figure class="featured"><img src="/drivers.jpg" width="1200" height="700"></figure>',
        '<div class="thumb"><a href="/drivers.jpg"><img src="/drivers.jpg"></a></div>',
    ],
)
def test_the_picture_between_headline_and_text_is_the_lead(picture: str) -> None:
    assert leads(parsed(picture)) == ["drivers.jpg"]


@pytest.mark.parametrize(
    "picture",
    [
        '<img class="avatar" src="/jane.jpg" width="300">',
        '<img src="/sign.jpg" width="96" height="96">',
        '<aside><img src="/offer.jpg" width="600"></aside>',
        '<a href="/shop/"><img src="/offer.jpg" width="600"></a>',
    ],
    ids=["portrait", "small", "aside", "leads elsewhere"],
)
def test_portraits_signs_and_offers_are_no_leads(picture: str) -> None:
    assert leads(parsed(picture)) == []
