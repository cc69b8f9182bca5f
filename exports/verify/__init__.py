"""Proof after launch: the archive of the old site and a crawl of the new one in, what was lost or changed out."""
