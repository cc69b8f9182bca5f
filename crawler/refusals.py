"""Why a request was not sent: Scrapy exceptions of ours, each with the reason the crawl log and the report use."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

__all__ = ["HostGivenUp", "PrivateAddressRefused", "Refused", "RobotsRefused", "RobotsUnreachable"]


class Refused(IgnoreRequest):
    """A request we decided not to send; `reason` is a word for tables, the message is for people."""

    reason = "refused"
    is_final = True
    """Whether asking again would be refused again; a refusal for now is asked again by the next run."""


class RobotsRefused(Refused):
    """robots.txt says no."""

    reason = "robotsTxt"


class RobotsUnreachable(Refused):
    """robots.txt could not be fetched, which means no for now (RFC 9309 section 2.3.1.4)."""

    reason = "robotsUnreachable"
    is_final = False


class PrivateAddressRefused(Refused):
    """The address is not one of the open internet, and no seed is there."""

    reason = "privateAddress"


class HostGivenUp(Refused):
    """The host never answered, time after time."""

    reason = "hostUnreachable"
    is_final = False
