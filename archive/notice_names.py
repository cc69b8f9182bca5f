"""Classes and ids in, those out that sites give to banners, notices and policies."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
# Names that were asked for and mean no notice, by the pattern: nearly all of a page's, and sites repeat them.
_MEANS_NOTHING: dict[re.Pattern[str], set[str]] = {p: set() for p in (COOKIE_NAMES, NOTICE_NAMES, OTHER_NAMES)}
_MOST_NAMES = 32_768


def named_so(names: Mapping[str, object], pattern: re.Pattern[str]) -> list[str]:
    """Those of the names that the pattern fits, in the order given."""
    nothing = _MEANS_NOTHING[pattern]
    if names.keys() <= nothing:
        return []
    asked = [name for name in names if name not in nothing]
    found = [name for name in asked if pattern.search(name)]
    if len(asked) > len(found) and len(nothing) < _MOST_NAMES:
        nothing.update(set(asked).difference(found))
    return found
