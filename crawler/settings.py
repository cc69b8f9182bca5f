"""Scrapy's settings for a guest: every value that is not Scrapy's own default, with its reason.

`oldface crawl` and `scrapy crawl blog` both start from here. What begins with OLDFACE_ is ours. A bound exists because
something on the web breaks without it; each says what is done when it is reached, and none of them ends a crawl.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from crawler.credentials import credentials_of

try:
    _VERSION = version("oldface")
except PackageNotFoundError:  # run from a checkout that was never installed
    _VERSION = "0"

BOT_NAME = "oldface"
OLDFACE_SOFTWARE = f"oldface/{_VERSION}"
"""What recorded: 'software' of warcinfo, whatever User-Agent a crawl goes by."""
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# --- Where the archive is ------------------------------------------------------------------------------------------

OLDFACE_FOLDER = "oldface-archive"
"""The archive folder; WARC files go to its warc/, the crawl's state to its crawls/."""
OLDFACE_CRAWL_ID: str | None = None
"""Name of the crawl; None goes on with the folder's last crawl if it is unfinished, and begins a new one if not."""
OLDFACE_SEEDS: list[str] = []
"""Seed URLs: a private address may be crawled only if a seed has exactly its host and port."""

# --- Who we are ----------------------------------------------------------------------------------------------------

OLDFACE_CONTACT: str | None = None
"""An address or page by which a site's owner finds us; goes into User-Agent and From. `oldface crawl` asks for it."""
OLDFACE_OPERATOR: str | None = None
"""Who runs the crawl: 'operator' of warcinfo (WARC 1.1 section 6.2). None leaves it out."""
OLDFACE_FROM: str | None = None
"""A mail address sent as From (RFC 9110 section 10.1.2), for those who read their logs; None sends none."""
OLDFACE_IS_PART_OF: str | None = None
"""Name of the collection: 'isPartOf' of warcinfo; None takes the crawl's id."""
OLDFACE_DESCRIPTION: str | None = None
"""'description' of warcinfo: what this crawl is for."""
USER_AGENT = f"oldface/{_VERSION} (web archiving of one blog)"

# --- May we: robots.txt --------------------------------------------------------------------------------------------

ROBOTSTXT_OBEY = False
"""Scrapy's own check is off: from 2.14 to 2.19 it lets requests through that wait while robots.txt is on its way
(from the second one on the shared Deferred gives None, which it takes for 'allowed'). Our RobotsGate does it."""
OLDFACE_OBEY_ROBOTS = True
"""False is for one's own site: it is logged, and every WARC file's warcinfo says 'robots: ignore'."""
OLDFACE_ROBOTS_TOKEN = "oldface"  # noqa: S105 - the product token of RFC 9309 section 2.2.1
"""The name by which robots.txt may speak to us."""
OLDFACE_MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer Crawl-delay counts as this, or one line of text could stretch a crawl over years."""
OLDFACE_ROBOTS_TTL = 86_400
"""Seconds a robots.txt is believed before it is fetched again (RFC 9309 section 2.4)."""

# --- How fast ------------------------------------------------------------------------------------------------------

CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 4
"""Four connections are what one reader's browser would open; Scrapy's 8 is a crowd for an old blog."""
DOWNLOAD_DELAY = 0.25
"""Seconds between requests to a host, before the throttle knows it."""
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 2.0
OLDFACE_BACKOFF_SECONDS = 5.0
"""How long a host is left alone after a 429 or 503 that names no time; doubles each time in a row."""
OLDFACE_BACKOFF_MAX_SECONDS = 600.0
"""The longest such pause, also when Retry-After asks for more; the request is tried RETRY_TIMES times all the same."""
RETRY_TIMES = 3
RETRY_PRIORITY_ADJUST = -1

# --- How much ------------------------------------------------------------------------------------------------------

DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
"""Bytes on the wire; more is cut and marked WARC-Truncated: length. Scrapy's 1 GiB counts for each of 16 downloads."""
DOWNLOAD_WARNSIZE = 32 * 1024 * 1024
OLDFACE_MAX_DECODED_BYTES = 16 * 1024 * 1024
"""Bytes after gzip, br or zstd are taken off, for finding links. A bomb's few wire bytes are archived; what it would
become is never made."""
OLDFACE_ACCEPT_ENCODING = "gzip"
"""What we ask for; 'gzip, br, zstd' saves a site some of its bytes. Not br and zstd by default, though we read them:
what we record shall be read by tools that are older. warcio fails on every brotli body beside Google's package of that
name, which Scrapy brings, and leaves zstd as it is."""
OLDFACE_MAX_CONTENT_CODINGS = 4
"""Content codings on top of each other; nobody honest uses two."""
OLDFACE_MAX_HEADER_BYTES = 256 * 1024
"""A response header; more is cut. Browsers stop at the same size."""
DOWNLOAD_TIMEOUT = 180
"""Seconds for a whole exchange: the last resort. The next three catch a server that drips much earlier."""
OLDFACE_FIRST_BYTE_SECONDS = 60.0
"""Until the first byte of an answer."""
OLDFACE_SLOW_AFTER_SECONDS = 20.0
"""From when on a transfer must keep OLDFACE_MIN_BYTES_PER_SECOND: else a dripping server holds a slot for hours."""
OLDFACE_MIN_BYTES_PER_SECOND = 256.0
"""On average; a slow modem does ten times that."""
DOWNLOAD_FAIL_ON_DATALOSS = False
"""A cut response is captured, marked and still read for links: half a page names half of its links."""
REDIRECT_MAX_TIMES = 10
"""Hops; RFC 9110 section 15.4 asks to notice loops, and honest chains have three or four."""
METAREFRESH_ENABLED = False
"""Scrapy would follow it instead of reading the page; we want the page, and its target is a link like others."""
HTTPERROR_ALLOW_ALL = True
"""Error pages are captured, and say things worth knowing (a soft 404 looks like one of them)."""
DEPTH_PRIORITY = 1
"""Pages near the seed first: articles before the endless spaces behind calendars and filters."""
URLLENGTH_LIMIT = 2083
"""Longer addresses are traps that add a parameter with each hop."""
OLDFACE_MIN_FREE_BYTES = 256 * 1024 * 1024
"""Free room on the disk below which the crawl stops, its state kept: a disk that is quite full hurts others too."""
MEMUSAGE_LIMIT_MB = 2048
MEMUSAGE_CHECK_INTERVAL_SECONDS = 10.0
REACTOR_THREADPOOL_MAXSIZE = 10

# --- When the network or a host is gone ----------------------------------------------------------------------------

OLDFACE_NETWORK_GONE_AFTER = 20
"""Failed connections in a row to hosts that used to answer; then the crawl stops with its state kept."""
OLDFACE_HOST_GONE_AFTER = 6
"""Failed connections in a row to a host that never answered; its other requests are then not tried in this run."""

# --- Where to, and as whom -----------------------------------------------------------------------------------------

TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"
"""All addresses of a name, IPv6 and IPv4, tried in the system's order and the next one 0.3 s later while one is silent
(RFC 8305). Scrapy's default asks for IPv4 alone, and cannot even fetch http://[2001:db8::1]/."""
OLDFACE_ALLOW_PRIVATE_ADDRESSES = False
"""True turns the guard off: for an intranet whose names lead to private addresses, never for the open web."""
DOWNLOAD_VERIFY_CERTIFICATES = False
"""Every certificate is judged and what is wrong with it recorded. Old blogs have old certificates, and what they serve
is what their readers saw, so by default they are captured all the same; True refuses them. Origins that are given
credentials must always prove who they are."""
COOKIES_ENABLED = False
"""A guest without a cookie sees what every guest sees. Scrapy's cookie jar also asks the network for a list of public
suffixes at first use, and has leaked cookies across redirects (GHSA-cjvr-mfj7-j4j8)."""
OLDFACE_CREDENTIALS = credentials_of(os.environ.get("OLDFACE_CREDENTIALS", ""))
"""Origin ('https://blog.example:443', port optional) -> headers sent there and nowhere else, e.g. Authorization. Taken
from the environment variable of the same name (JSON), so that a secret is in no file of the archive and no history."""
OLDFACE_KEEP_SECRETS = False
"""True writes Authorization and Cookie into the request records; by default their values are replaced."""
REFERRER_POLICY = "same-origin"
OLDFACE_PROXY = os.environ.get("OLDFACE_PROXY", "")
"""'http://[name:password@]host:port' of a proxy, for machines that reach the web no other way; taken from the
environment variable of the same name. Every WARC file says that there was one."""
HTTPPROXY_ENABLED = False
"""A proxy that stands in the environment for other programs would see, and may rewrite, what we record."""
HTTPCACHE_ENABLED = False
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawler.handler.CaptureHandler",
    "https": "crawler.handler.CaptureHandler",
    "data": None,  # a page must not make us read anything but the web
    "file": None,
    "ftp": None,
    "s3": None,
}
REMOTE_CONTROL_ENABLED = False
"""On by default since Scrapy 2.19: a port that runs code in this process."""
TELNETCONSOLE_ENABLED = False

OLDFACE_BROWSER_CLICKS = True
"""Whether a page in the browser is clicked where it promises more of the same ("load more comments"); bounds and words
are in crawler/behaviours.py."""

OLDFACE_PROGRESS = False
"""True shows the crawl's progress on stderr, as `oldface crawl` does; Scrapy's log is better read alone."""

# --- How it is written ---------------------------------------------------------------------------------------------

OLDFACE_WARC_PREFIX = "oldface"
OLDFACE_WARC_MAX_BYTES = 1_000_000_000
OLDFACE_WARC_COMPRESSION_LEVEL = 6
"""zlib level for what is not compressed already; bodies that are get stored as they are."""
OLDFACE_WARC_HOST: str | None = None
"""Last part of WARC file names and 'hostname' of warcinfo; None takes this machine's name."""
OLDFACE_SYNC_SECONDS = 1.0
OLDFACE_SYNC_BYTES = 16 * 1024 * 1024
"""WARC and frontier are brought to the disk after so many seconds or bytes: what a power cut can cost."""

# --- How Scrapy is put together ------------------------------------------------------------------------------------

SCHEDULER = "crawler.scheduler.FrontierScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
"""The frontier knows what was asked before; nothing else keeps a list in memory."""
EXTENSIONS: dict[str, int | None] = {
    "crawler.warc_recorder.WarcRecorder": 0,
    "crawler.politeness.PoliteThrottle": 10,
    "crawler.crawl_log.CrawlLog": 20,
    "crawler.crawl_closing.CrawlClosing": 30,
    "crawler.progress.Progress": 40,
    "scrapy.extensions.throttle.AutoThrottle": None,  # PoliteThrottle is one
    "scrapy.extensions.telnet.TelnetConsole": None,
}
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawler.robots.RobotsGate": 100,
    "crawler.credentials.OriginCredentials": 300,
    "crawler.proxy.ThroughProxy": 350,
    "crawler.politeness.PoliteRetry": 550,
    "crawler.decoding.BoundedDecoding": 590,
    "crawler.redirects.RecordedRedirect": 600,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # scope is ours, by host and port and path
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # looks at the host and not at the port
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
}
LOG_LEVEL = "INFO"


def user_agent(contact: str | None) -> str:
    """The User-Agent of a crawl whose owner can be reached at `contact`."""
    return f"oldface/{_VERSION} (+{contact}; web archiving of one blog)" if contact else USER_AGENT


def as_given(**values: Any) -> dict[str, Any]:  # Any: a setting's value
    """Settings for a caller that starts crawls by itself: this module's with `values` over them."""
    own = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    return {**own, **values}
