"""The demo blog: three small corporate blogs of 2008–2014 as one site, to crawl on loopback."""
