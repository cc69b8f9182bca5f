"""The reading room: an archive folder in, web pages for researchers and archivists out. Reads only."""
