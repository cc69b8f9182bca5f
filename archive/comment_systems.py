"""Page in, the third-party comment system it loads out: comments that the page's own HTML does not hold."""

from __future__ import annotations

import re

from archive.model import Page
from archive.page_index import page_index

__all__ = ["comment_system"]

_IDS = {
    "disqus_thread": "disqus",
    "idcommentspreviewcontainer": "intensedebate",
    "idc-container": "intensedebate",
    "idc-cover": "intensedebate",
    "livefyre": "livefyre",
    "livefyre-comments": "livefyre",
    "livefyre_comments": "livefyre",
    "livefyre-app": "livefyre",
    "echo-comments": "echo",
    "js-kit-comments": "echo",
    "hcb_wrapper": "htmlcommentbox",
    "hcb_comment_box": "htmlcommentbox",
    "isso-thread": "isso",
    "commento": "commento",
    "graphcomment": "graphcomment",
    "hypercomments_widget": "hypercomments",
    "mc-container": "cackle",
    "remark42": "remark42",
    "cusdis_thread": "cusdis",
    "hyvor-talk-view": "hyvor",
    "coral_talk_stream": "coral",
    "coral-stream": "coral",
    "vuukle-comments": "vuukle",
    "vuukle_div": "vuukle",
    "gigya-comments": "gigya",
    "viafoura-comments": "viafoura",
    "spot-im-comments": "spotim",
    "muut": "muut",
    "moot": "muut",
    "google-comments": "google-plus",
    "fbcomments": "facebook",
    "fb-comments": "facebook",
    "replybox": "replybox",
    "fastcomments-widget": "fastcomments",
    "pluck_comments": "pluck",
    "pluckcomments": "pluck",
    "discourse-comments": "discourse",
}
_CLASSES = {
    "fb-comments": "facebook",
    "js-kit-comments": "echo",
    "fyre": "livefyre",
    "giscus": "giscus",
    "utterances": "utterances",
    "g-comments": "google-plus",
    "ds-thread": "duoshuo",
    "commentbox": "commentbox",
    "vf-comments": "viafoura",
    "vf-commenting": "viafoura",
    "muut": "muut",
    "gigya-comments": "gigya",
    "spotim-conversation": "spotim",
    "remark42": "remark42",
    "insticator-comments": "insticator",
}
_SOURCE = re.compile(
    r"(?P<disqus>[\w-]+\.disqus\.com/(?:embed|thread|forums)|disqus\.com/forums/[\w-]+/embed)|"
    r"(?P<intensedebate>intensedebate\.com/js/(?:genericComment|wordpressTemplate|bloggerTemplate|tumblrWrapper))"
    r"|(?P<livefyre>(?:zor|cdn)\.(?:fyre\.co|livefyre\.com)/wjs/(?:v\d[\d.]*/)?(?:javascripts/)?livefyre)|"
    r"(?P<echo>js-kit\.com/comments\.js|echoenabled\.com/.*/stream)"
    r"|(?P<giscus>giscus\.app/client)|(?P<utterances>utteranc\.es/client)|(?P<commento>commento\.io/js)|"
    r"(?P<spotim>(?:launcher|recirculation)\.spot\.im)"
    r"|(?P<htmlcommentbox>htmlcommentbox\.com)|(?P<hyvor>talk\.hyvor\.com)|(?P<remark42>remark42?\.[^\"]*/web/embed)|"
    r"(?P<coral>/assets/js/embed\.js[^\"]*coral)",
    re.I,
)
_SOURCE_CLUES = (
    "disqus",
    "intensedebate",
    "livefyre",
    "fyre.co",
    "js-kit",
    "echoenabled",
    "giscus",
    "utteranc",
    "commento",
    "spot.im",
    "htmlcommentbox",
    "hyvor",
    "remark",
    "coral",
)
_FB_TAG = "fb:comments"


def comment_system(page: Page) -> str | None:
    """Name of the third-party system whose thread belongs on the page (disqus, facebook, …); None where none is."""
    index = page_index(page)
    if not _IDS.keys().isdisjoint(index.ids):
        return next(system for name, system in _IDS.items() if name in index.ids)
    if not _CLASSES.keys().isdisjoint(index.class_lists):
        return next(system for name, system in _CLASSES.items() if name in index.class_lists)
    if _FB_TAG in index.tags:
        return "facebook"
    sources = [page.attributes[node].get("src", "") for node in index.tags.get("script", ())]
    joined = "\n".join(sources)
    if not any(clue in joined for clue in _SOURCE_CLUES):
        return None
    for source in sources:
        if any(clue in source for clue in _SOURCE_CLUES) and (match := _SOURCE.search(source)):
            return match.lastgroup
    return None
