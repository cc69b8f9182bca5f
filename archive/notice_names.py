"""Classes and ids in, those out that sites give to banners, notices and policies."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.notice_places import TextIndex

__all__ = ["COOKIE_NAMES", "NOTICE_NAMES", "OTHER_NAMES", "POLICY_NAMES", "named_so"]

COOKIE_NAMES = re.compile(
    r"cookie|consent|gdpr|onetrust|cc-window|cc_banner|cmp-?(?:box|container)|privacy-?(?:bar|banner|notice|popup)|"
    r"rgpd|dsgvo",
    re.I,
)
NOTICE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:notice|notices|announcement|announcements|alert|alerts|banner|highlighted|message|messages|"
    r"infobar|info-?bar|top-?bar|notification|beta|callout|bulletin|site-?wide|promo-?bar|ribbon|ticker|hinweis|"
    r"meldung|aviso)(?:$|[\s_-])",
    re.I,
)
OTHER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:correction|corrections|editors?-?note|editorial-?note|disclaimer|update-?note|update-?notice|"
    r"retraction|clarification|notice-?box|rectificatif)(?:$|[\s_-])",
    re.I,
)
POLICY_NAMES = re.compile(
    r"polic|guideline|rules|disclaimer|netiquette|moderation|comment-?not(?:e|ice)|form-?allowed|comment-?help", re.I
)
# Words of which one, in lower case, is in whatever the pattern fits.
_CLUES: dict[re.Pattern[str], tuple[str, ...]] = {
    COOKIE_NAMES: (
        "cookie", "consent", "gdpr", "onetrust", "cc-window", "cc_banner", "cmp", "privacy", "rgpd", "dsgvo",
    ),
    NOTICE_NAMES: (
        "notice", "announcement", "alert", "banner", "highlighted", "message", "infobar", "info-bar", "topbar",
        "top-bar", "notification", "beta", "callout", "bulletin", "sitewide", "site-wide", "promobar", "promo-bar",
        "ribbon", "ticker", "hinweis", "meldung", "aviso",
    ),
    OTHER_NAMES: (
        "correction", "editor", "disclaimer", "updatenot", "update-not", "retraction", "clarification", "noticebox",
        "notice-box", "rectificatif",
    ),
}  # fmt: skip
# Names that were asked for and mean no notice, by the pattern: nearly all of a page's, and sites repeat them.
_MEANS_NOTHING: dict[re.Pattern[str], set[str]] = {pattern: set() for pattern in _CLUES}
_MOST_NAMES = 32_768


def named_so(names: Mapping[str, object], pattern: re.Pattern[str]) -> list[str]:
    """Those of the names that the pattern, one of those above, fits, in the order given."""
    nothing = _MEANS_NOTHING[pattern]
    if names.keys() <= nothing:
        return []
    asked = [name for name in names if name not in nothing]
    found = [name for name in _with_clue(asked, _CLUES[pattern]) if pattern.search(name)]
    if len(asked) > len(found) and len(nothing) < _MOST_NAMES:
        nothing.update(set(asked).difference(found))
    return found


def _with_clue(names: list[str], clues: tuple[str, ...]) -> list[str]:
    """Those of the names that hold one of the clues, in the order given; a few plain searches tell it of all."""
    parts = [name.lower() for name in names]
    index = TextIndex("\n".join(parts), parts, list(range(len(names))))
    return [names[at] for at in sorted({at for clue in clues for at in index.nodes_with(clue)})]
