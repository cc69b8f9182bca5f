-- The archive's tables. A comment line before a table and after a column is its documentation: the same
-- sentence stands in docs/reference/schema.md, in the table column_docs and in Datasette.
--
-- Keys: `id` is the first 53 bits of the SHA-256 of the row's natural key (archive/keys.py), so that a row has
-- the same id whatever the order in which files were read, on one machine or on many. Rows that exist only as
-- part of a parse have the key (parse_id, position).

-- What the archive says of itself: schema_version, parser_version, and whether the last run came to its end.
CREATE TABLE archive_info (
    key TEXT PRIMARY KEY,                 -- Name of the fact.
    value TEXT NOT NULL                   -- The fact.
) STRICT, WITHOUT ROWID;

-- What each table is.
CREATE TABLE table_docs (
    table_name TEXT PRIMARY KEY,          -- Name of the table or view.
    description TEXT NOT NULL             -- What one row of it is.
) STRICT, WITHOUT ROWID;

-- What each column says.
CREATE TABLE column_docs (
    table_name TEXT NOT NULL REFERENCES table_docs (table_name), -- Name of the table.
    position INTEGER NOT NULL,            -- Order of the column, from 0.
    column_name TEXT NOT NULL,            -- Name of the column.
    description TEXT NOT NULL,            -- What it says.
    PRIMARY KEY (table_name, position)
) STRICT, WITHOUT ROWID;

-- One run of a crawler, as the warcinfo records of its WARC files tell it.
CREATE TABLE crawls (
    id INTEGER PRIMARY KEY,               -- Key of the row.
    name TEXT NOT NULL,                   -- Name of the crawl: WARC isPartOf, or the WARC file's own name.
    warc_filename TEXT NOT NULL,          -- The file whose warcinfo says all this: the first by name.
    started_at TEXT,                      -- First WARC-Date of its records, ISO 8601 in UTC.
    finished_at TEXT,                     -- Last WARC-Date of its records, ISO 8601 in UTC.
    finish_reason TEXT,                   -- Why it stopped, where the crawl recorded it.
    software TEXT,                        -- warcinfo software.
    operator TEXT,                        -- warcinfo operator.
    robots TEXT,                          -- warcinfo robots: 'classic' when obeyed.
    user_agent TEXT,                      -- warcinfo http-header-user-agent.
    description TEXT,                     -- warcinfo description.
    configuration TEXT                    -- oldface.toml as the crawl used it; null for other crawlers.
) STRICT;

-- One WARC file that was read.
CREATE TABLE warc_files (
    id INTEGER PRIMARY KEY,               -- Key of the row.
    filename TEXT NOT NULL UNIQUE,        -- Name of the file, without directory.
    size_bytes INTEGER NOT NULL,          -- Size in bytes.
    sha256 TEXT,                          -- SHA-256 of the file in hex; null while it is still being written.
    warc_version TEXT,                    -- '1.0', '1.1', or 'ARC'.
    compression TEXT NOT NULL,            -- gzip, zstd or none
    record_count INTEGER NOT NULL,        -- Whole records read from it.
    read_bytes INTEGER NOT NULL,          -- How far it was read; the place to go on from.
    torn_at_bytes INTEGER,                -- Offset of a torn tail; null when the file is whole.
    crawl_id INTEGER REFERENCES crawls (id) -- The crawl of the last record read.
) STRICT;
CREATE INDEX warc_files_crawl_id ON warc_files (crawl_id);

-- One site: what its pages tell together.
CREATE TABLE sites (
    site TEXT PRIMARY KEY,                -- Host, and port where it is not the default.
    page_count INTEGER NOT NULL,          -- Pages of it in the archive.
    template_count INTEGER NOT NULL,      -- Templates recognised among them.
    day_first INTEGER,                    -- 1 when its numeric dates give the day first, 0 the month; null when they do not tell.
    evidence_version TEXT NOT NULL,       -- Digest of all that its pages tell together; '' when they tell nothing.
    profile_version TEXT NOT NULL         -- Digest of the profiles that hold for it; '' when none does.
) STRICT, WITHOUT ROWID;

-- One fetch: a response, revisit or resource record of a WARC file.
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,               -- Key of the row, from the WARC-Record-ID.
    warc_file_id INTEGER NOT NULL REFERENCES warc_files (id), -- The file that holds the record.
    crawl_id INTEGER REFERENCES crawls (id), -- The crawl that made it.
    page_id INTEGER REFERENCES pages (id), -- The page it is a capture of; null when it is no page.
    record_id TEXT NOT NULL UNIQUE,       -- WARC-Record-ID.
    record_type TEXT NOT NULL,            -- WARC-Type: response, revisit or resource.
    target_uri TEXT NOT NULL,             -- WARC-Target-URI.
    url_id INTEGER NOT NULL,              -- Key a page of that address has, whether it is one or not.
    urlkey TEXT NOT NULL,                 -- SURT form of the address, as in CDXJ.
    warc_date TEXT NOT NULL,              -- WARC-Date, ISO 8601 in UTC.
    timestamp14 TEXT NOT NULL,            -- The same as YYYYMMDDhhmmss, as in CDXJ and replay addresses.
    status INTEGER,                       -- HTTP status code; null when the record holds no HTTP response.
    mime TEXT,                            -- Media type as declared.
    mime_detected TEXT,                   -- Media type told by the payload's first bytes.
    payload_digest TEXT,                  -- sha1:BASE32 of the payload without transfer coding.
    payload_bytes INTEGER,                -- Size of that payload in bytes, content coding kept.
    charset TEXT,                         -- Charset parameter of the Content-Type header.
    content_sha256 TEXT,                  -- SHA-256 in hex of the payload with its content coding removed.
    content_bytes INTEGER,                -- Size of that in bytes.
    width INTEGER,                        -- Pixels, for an image.
    height INTEGER,                       -- Pixels, for an image.
    offset_bytes INTEGER NOT NULL,        -- Where the record begins in the file.
    length_bytes INTEGER NOT NULL,        -- Bytes the record takes in the file.
    offset_in_member_bytes INTEGER NOT NULL, -- Where it begins in the decompressed bytes from there on; 0 unless records share a member.
    refers_to_uri TEXT,                   -- WARC-Refers-To-Target-URI of a revisit.
    refers_to_date TEXT,                  -- WARC-Refers-To-Date of a revisit.
    refers_to_capture_id INTEGER REFERENCES captures (id), -- The capture a revisit points at; null when not found.
    redirect_url TEXT,                    -- Absolute Location of a redirect.
    truncated TEXT,                       -- WARC-Truncated; null when whole.
    ip_address TEXT,                      -- WARC-IP-Address.
    hop_path TEXT,                        -- Hops from the seed, in Heritrix letters.
    via TEXT,                             -- Address of the page that led here.
    fetch_milliseconds INTEGER            -- Time the fetch took, where a metadata record tells it.
) STRICT;
CREATE INDEX captures_target_uri ON captures (target_uri, warc_date);
CREATE INDEX captures_url_id ON captures (url_id, warc_date);
CREATE INDEX captures_urlkey ON captures (urlkey, timestamp14);
CREATE INDEX captures_payload_digest ON captures (payload_digest);
CREATE INDEX captures_page_id ON captures (page_id, warc_date);
CREATE INDEX captures_warc_file_id ON captures (warc_file_id, offset_bytes);
CREATE INDEX captures_crawl_id ON captures (crawl_id);

-- One address that answered with HTML.
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,               -- Key of the row, from the address.
    url TEXT NOT NULL UNIQUE,             -- The address as captured.
    site TEXT NOT NULL,                   -- Host, and port where it is not the default.
    kind TEXT NOT NULL,                   -- article, listing, home, author, tag, search, form, error, print, …
    kind_rule TEXT NOT NULL,              -- The rule that told the kind.
    title TEXT,                           -- The page's title, as last captured.
    language TEXT,                        -- BCP 47 tag.
    platform TEXT,                        -- Content management system recognised, e.g. drupal7.
    platform_evidence TEXT,               -- JSON array of what it was recognised by.
    rendition_of_page_id INTEGER REFERENCES pages (id), -- The page this is another form of; null for itself.
    rendition TEXT,                       -- print, amp, mobile, comment-page, part, duplicate, variant
    first_captured_at TEXT NOT NULL,      -- WARC-Date of the first capture.
    last_captured_at TEXT NOT NULL,       -- WARC-Date of the last capture.
    capture_count INTEGER NOT NULL,       -- How many captures there are.
    inlinks INTEGER NOT NULL DEFAULT 0,   -- Pages of the archive that link here from outside navigation.
    is_soft_404 INTEGER NOT NULL DEFAULT 0, -- 1 when it answered 200 and says it was not found.
    gone_at TEXT,                         -- WARC-Date of the capture that answered 404 or 410 after it had been there.
    parse_id INTEGER REFERENCES parses (id) -- The parse of its last whole capture.
) STRICT;
CREATE INDEX pages_kind ON pages (kind);
CREATE INDEX pages_site ON pages (site, first_captured_at, last_captured_at);
CREATE INDEX pages_rendition_of_page_id ON pages (rendition_of_page_id);
CREATE INDEX pages_parse_id ON pages (parse_id);
CREATE INDEX pages_is_soft_404 ON pages (is_soft_404);

-- What the parsers made of one payload at one address; captures with the same payload share it.
CREATE TABLE parses (
    id INTEGER PRIMARY KEY,               -- Key of the row, from page, decoded payload and declared charset.
    page_id INTEGER NOT NULL REFERENCES pages (id), -- The page.
    payload_sha256 TEXT NOT NULL,         -- SHA-256 in hex of the payload that was parsed, content coding removed.
    charset TEXT,                         -- Charset the HTTP header declared for it.
    capture_id INTEGER NOT NULL REFERENCES captures (id), -- The first capture with that payload: where its rows lead back to.
    parser_version TEXT NOT NULL,         -- Version of parsers, profile and model that made it.
    evidence_version TEXT NOT NULL,       -- What its site told the parsers: evidence and profile version of sites, one after the other; then, after a slash, what of it concerns the page.
    rows_sha256 TEXT NOT NULL,            -- SHA-256 of all rows of the parse: equal when parsing again changed nothing.
    kind TEXT NOT NULL,                   -- Page kind, as told by this payload alone.
    title TEXT,                           -- Headline.
    published TEXT,                       -- Date of publication as far as stated, ISO 8601.
    comment_status TEXT,                  -- open, closed or none; null when the page does not tell.
    kind_rule TEXT NOT NULL,              -- The rule that told the kind.
    canonical_url TEXT,                   -- What the page names as its own address; null when it names none.
    language TEXT,                        -- BCP 47 tag.
    platform TEXT,                        -- Content management system recognised.
    platform_evidence TEXT,               -- JSON array of what it was recognised by.
    is_not_found INTEGER NOT NULL,        -- 1 when the page says that what was asked for is not there.
    node_count INTEGER NOT NULL,          -- Visible text nodes on the page; its segments hold each of them once.
    author_count INTEGER NOT NULL,        -- People and bodies that its bylines name.
    body_words INTEGER NOT NULL,          -- Words of the body.
    body_signature BLOB,                  -- Minhash of the body's word runs, to find near-duplicates; null when too short.
    content_sha256 TEXT NOT NULL,         -- SHA-256 of the regions a reader cares about; equal when nothing but chrome changed.
    parsed_json BLOB NOT NULL             -- The ParsedPage but segments, navigation, links and field claims (which are rows) as JSON, zstd-compressed.
) STRICT;
CREATE INDEX parses_page_id ON parses (page_id);
CREATE INDEX parses_capture_id ON parses (capture_id);

-- One capture of a page, in time: the page's versions.
CREATE TABLE versions (
    capture_id INTEGER PRIMARY KEY REFERENCES captures (id), -- The capture.
    page_id INTEGER NOT NULL REFERENCES pages (id), -- The page.
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- What it says; unchanged captures share a parse.
    captured_at TEXT NOT NULL,            -- WARC-Date.
    is_changed INTEGER NOT NULL           -- 1 when its content differs from the version before, or it is the first.
) STRICT;
CREATE INDEX versions_page_id ON versions (page_id, captured_at);
CREATE INDEX versions_parse_id ON versions (parse_id);

-- One article, as its latest version has it, parts and renditions joined.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,               -- Key of the row, from the address.
    page_id INTEGER NOT NULL UNIQUE REFERENCES pages (id), -- The page it stands on.
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    url TEXT NOT NULL,                    -- Its own address.
    slug TEXT NOT NULL,                   -- Last telling part of the address's path, or of the headline.
    headline TEXT,                        -- Title; null when the page has none.
    alternative_headline TEXT,            -- Subtitle.
    kicker TEXT,                          -- Words above the title.
    description TEXT,                     -- The page's own summary.
    date_published TEXT,                  -- ISO 8601, only as precise as stated.
    date_published_raw TEXT,              -- As printed.
    date_published_precision TEXT,        -- year, month, day, minute or second
    date_published_source TEXT,           -- Where it was read: visible, json-ld, meta, url, …; feed when the page does not tell.
    date_modified TEXT,                   -- ISO 8601, only as precise as stated.
    date_modified_raw TEXT,               -- As printed.
    in_language TEXT,                     -- BCP 47 tag.
    direction TEXT,                       -- ltr or rtl, where stated.
    article_section TEXT,                 -- First category.
    word_count INTEGER NOT NULL,          -- Words of the body.
    comment_status TEXT,                  -- open, closed or none; null when the page does not tell.
    comment_notice TEXT,                  -- The notice that closes or moderates them, as printed.
    comment_count INTEGER NOT NULL,       -- Comments in the archive.
    comment_count_stated INTEGER,         -- Comments the page says it has.
    comment_system TEXT,                  -- Third-party system that holds the comments, when not the page.
    main_image_id INTEGER REFERENCES assets (id), -- Its lead image.
    body_text TEXT NOT NULL,              -- The body as plain text, blocks separated by blank lines.
    body_html TEXT NOT NULL,              -- The body as clean HTML.
    sources_sha256 TEXT NOT NULL,         -- SHA-256 of the parses and feed entries it was joined from: unchanged means nothing to do.
    duplicate_of_id INTEGER REFERENCES articles (id) -- A nearly equal article that came first; null when unique.
) STRICT;
CREATE INDEX articles_date_published ON articles (date_published, word_count, comment_count);
CREATE INDEX articles_filtered ON articles (id, date_published, in_language);
CREATE INDEX articles_in_language ON articles (in_language);
CREATE INDEX articles_comment_count ON articles (comment_count DESC, url);
CREATE INDEX articles_parse_id ON articles (parse_id);
CREATE INDEX articles_main_image_id ON articles (main_image_id);
CREATE INDEX articles_duplicate_of_id ON articles (duplicate_of_id);

-- Every address an article was ever known by.
CREATE TABLE addresses (
    article_id INTEGER NOT NULL REFERENCES articles (id), -- The article.
    url TEXT NOT NULL,                    -- The address.
    relation TEXT NOT NULL,               -- self, canonical, shortlink, print, amp, mobile, redirect, comment-page, part, variant
    evidence TEXT NOT NULL,               -- How it is known: captured, linked, or the redirecting capture.
    PRIMARY KEY (article_id, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_url ON addresses (url);

-- One person or body that writes, comments or is credited, across the whole archive.
CREATE TABLE people (
    id INTEGER PRIMARY KEY,               -- Key of the row.
    name TEXT NOT NULL,                   -- The fullest spelling met.
    slug TEXT NOT NULL,                   -- The name for addresses and logins, ASCII.
    is_organisation INTEGER NOT NULL DEFAULT 0, -- 1 for a company, team or office.
    url TEXT,                             -- Profile page.
    job_title TEXT,                       -- Role as last printed.
    organisation TEXT,                    -- Organisation as last printed.
    bio TEXT,                             -- Text of an author box.
    article_count INTEGER NOT NULL DEFAULT 0, -- Articles with a byline of theirs.
    comment_count INTEGER NOT NULL DEFAULT 0 -- Comments of theirs.
) STRICT;
CREATE INDEX people_slug ON people (slug);

-- Why the archive thinks that a name as printed means a person.
CREATE TABLE person_names (
    person_id INTEGER NOT NULL REFERENCES people (id), -- The person.
    name TEXT NOT NULL,                   -- A spelling as printed.
    site TEXT NOT NULL,                   -- Where it is printed.
    evidence TEXT NOT NULL,               -- same-name, same-profile, oldface.toml, …
    uses INTEGER NOT NULL,                -- How often.
    PRIMARY KEY (person_id, name, site, evidence)
) STRICT, WITHOUT ROWID;

-- One contributor of an article.
CREATE TABLE bylines (
    article_id INTEGER NOT NULL REFERENCES articles (id), -- The article.
    position INTEGER NOT NULL,            -- Order, from 0.
    person_id INTEGER NOT NULL REFERENCES people (id), -- Who.
    name TEXT NOT NULL,                   -- Name as printed.
    role TEXT,                            -- Job title as printed.
    organisation TEXT,                    -- What the role is at, as printed.
    relation TEXT NOT NULL,               -- author, translator, interviewer, photographer, editor, contributor
    is_guest INTEGER NOT NULL,            -- 1 when marked as a guest.
    is_organisation INTEGER NOT NULL,     -- 1 when the name is of a company, team or office.
    url TEXT,                             -- Profile page.
    bio TEXT,                             -- What an author box there says of them.
    text_raw TEXT NOT NULL,               -- The whole byline as printed.
    source TEXT NOT NULL,                 -- visible, json-ld, meta, author-box, …; feed when the page names nobody.
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from; of one from a feed, that of the page it completes.
    node_path TEXT,                       -- XPath of its element; null when not visible.
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX bylines_person_id ON bylines (person_id);
CREATE INDEX bylines_parse_id ON bylines (parse_id);

-- One comment, trackback or pingback.
CREATE TABLE comments (
    id INTEGER PRIMARY KEY,               -- Key of the row, from article and permalink or place.
    article_id INTEGER NOT NULL REFERENCES articles (id), -- The article it stands under.
    parent_id INTEGER REFERENCES comments (id), -- The comment it answers.
    position INTEGER NOT NULL,            -- Order in the whole thread, from 0.
    depth INTEGER NOT NULL,               -- Level of reply, from 0.
    person_id INTEGER REFERENCES people (id), -- Who.
    author_name TEXT,                     -- Name as printed.
    author_url TEXT,                      -- Address behind the name.
    author_source TEXT,                   -- byline, signature or data.
    subject TEXT,                         -- Subject line.
    date_created TEXT,                    -- ISO 8601, only as precise as stated.
    date_created_raw TEXT,                -- As printed.
    text TEXT NOT NULL,                   -- Plain text.
    html TEXT NOT NULL,                   -- Clean HTML.
    permalink TEXT,                       -- Its own address.
    kind TEXT NOT NULL,                   -- comment, trackback, pingback or post
    status TEXT,                          -- approved, pending, deleted; null when the page does not tell.
    upvote_count INTEGER,                 -- Votes.
    is_by_author INTEGER NOT NULL,        -- 1 when marked as by the article's author.
    source TEXT NOT NULL,                 -- visible, or the embedded data it was read from.
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    node_path TEXT                        -- XPath of its element; null when not visible.
) STRICT;
CREATE INDEX comments_article_id ON comments (article_id, position);
CREATE INDEX comments_filtered ON comments (id, article_id, person_id, date_created);
CREATE INDEX comments_parent_id ON comments (parent_id);
CREATE INDEX comments_person_id ON comments (person_id);
CREATE INDEX comments_parse_id ON comments (parse_id);
CREATE INDEX comments_date_created ON comments (date_created DESC, id);
CREATE INDEX comments_kind ON comments (kind, date_created DESC, id);
CREATE INDEX comments_author_source ON comments (author_source);
CREATE INDEX comments_author_name ON comments (author_name COLLATE NOCASE);

-- One category, tag or section of a site.
CREATE TABLE tags (
    id INTEGER PRIMARY KEY,               -- Key of the row.
    name TEXT NOT NULL,                   -- As printed.
    slug TEXT NOT NULL,                   -- For addresses, ASCII.
    taxonomy TEXT NOT NULL,               -- tag, category or section
    site TEXT NOT NULL,                   -- Where it is used.
    url TEXT                              -- Its page.
) STRICT;
CREATE INDEX tags_slug ON tags (slug);

-- Which article is filed under which tag.
CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles (id), -- The article.
    tag_id INTEGER NOT NULL REFERENCES tags (id), -- The tag.
    position INTEGER NOT NULL,            -- Order as printed, from 0.
    url TEXT,                             -- Page of the tag, as linked there.
    PRIMARY KEY (article_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tags_tag_id ON article_tags (tag_id);

-- One entry of a page's menus, breadcrumb, pager, share bar or footer.
CREATE TABLE navigation (
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    position INTEGER NOT NULL,            -- Order on the page, from 0.
    kind TEXT NOT NULL,                   -- menu, breadcrumb, pagination, previous_next, related, archives, tag_cloud, utility, share, footer
    group_number INTEGER NOT NULL,        -- Which list of that kind, from 0.
    level INTEGER NOT NULL,               -- Depth in a hierarchy, from 0.
    parent_position INTEGER,              -- Position of the entry it is nested under.
    label TEXT NOT NULL,                  -- Words of the link.
    href TEXT,                            -- Absolute address; null when not linked.
    url_id INTEGER,                       -- Key a page of that address has, fragment left out, in the archive or not.
    node_path TEXT,                       -- XPath of its element.
    PRIMARY KEY (parse_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX navigation_url_id ON navigation (url_id);

-- One message of the site to its reader: a redesign banner, a cookie note, closed comments.
CREATE TABLE notices (
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    position INTEGER NOT NULL,            -- Order on the page, from 0.
    kind TEXT NOT NULL,                   -- redesign, cookie, comment_policy, comments_closed, moderation, error, other
    text TEXT NOT NULL,                   -- As printed.
    html TEXT NOT NULL,                   -- Clean HTML.
    links TEXT NOT NULL,                  -- JSON array of [text, address].
    node_path TEXT,                       -- XPath of its element.
    PRIMARY KEY (parse_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_kind ON notices (kind);

-- One outgoing link of a page.
CREATE TABLE links (
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    position INTEGER NOT NULL,            -- Order on the page, from 0.
    url TEXT NOT NULL,                    -- Absolute address.
    url_id INTEGER NOT NULL,              -- Key a page of that address has, fragment left out, in the archive or not.
    href_raw TEXT NOT NULL,               -- As written.
    anchor_text TEXT NOT NULL,            -- Words of the link.
    rel TEXT,                             -- rel attribute.
    region TEXT NOT NULL,                 -- Region it stands in: a citation in the body is no menu entry.
    is_internal INTEGER NOT NULL,         -- 1 when it leads to the same site.
    PRIMARY KEY (parse_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_url_id ON links (url_id);
CREATE INDEX links_in_bodies ON links (parse_id) WHERE region = 'body';
CREATE INDEX links_abroad ON links (url) WHERE is_internal = 0 AND region = 'body';

-- Where an address that was fetched leads in the end: join it to links, navigation and page_addresses by url_id.
CREATE TABLE destinations (
    url_id INTEGER PRIMARY KEY,           -- Key a page of that address has.
    url TEXT NOT NULL,                    -- The address, fragment left out.
    status INTEGER,                       -- HTTP status at the end of all redirects; null when that end was never fetched.
    final_url TEXT NOT NULL,              -- Where the redirects end; the address itself when there are none.
    hops INTEGER NOT NULL,                -- How many redirects lead there.
    capture_id INTEGER REFERENCES captures (id), -- Last whole capture of that end; null when never fetched.
    page_id INTEGER REFERENCES pages (id) -- The page that is there, rendition or not; null when it is none.
) STRICT;
CREATE INDEX destinations_page_id ON destinations (page_id);
CREATE INDEX destinations_capture_id ON destinations (capture_id);
CREATE INDEX destinations_status ON destinations (status);

-- One image, document, video or embed.
CREATE TABLE assets (
    id INTEGER PRIMARY KEY,               -- Key of the row, from the address.
    url TEXT NOT NULL UNIQUE,             -- Its address.
    kind TEXT NOT NULL,                   -- image, document, video, audio or embed
    capture_id INTEGER REFERENCES captures (id), -- Its last whole capture; null when it is not in the archive.
    mime TEXT,                            -- Media type.
    size_bytes INTEGER,                   -- Size of the payload.
    sha256 TEXT,                          -- SHA-256 of the payload in hex.
    width INTEGER,                        -- Pixels.
    height INTEGER                        -- Pixels.
) STRICT;
CREATE INDEX assets_capture_id ON assets (capture_id);

-- Where an article uses an asset.
CREATE TABLE article_assets (
    article_id INTEGER NOT NULL REFERENCES articles (id), -- The article.
    position INTEGER NOT NULL,            -- Order in the article, from 0.
    asset_id INTEGER NOT NULL REFERENCES assets (id), -- The asset.
    role TEXT NOT NULL,                   -- figure, inline, lead, attachment or icon
    alt TEXT,                             -- Alternative text.
    caption TEXT,                         -- Caption as printed.
    credit TEXT,                          -- Credit as printed.
    node_path TEXT,                       -- XPath of its element.
    PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_assets_asset_id ON article_assets (asset_id);

-- A run of text of one region; a page's segments hold each of its visible text nodes once.
CREATE TABLE segments (
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    position INTEGER NOT NULL,            -- Order on the page, from 0.
    region TEXT NOT NULL,                 -- title, body, byline, date, tags, navigation, comment, comment_form, notice or furniture
    kind TEXT,                            -- Kind of navigation or notice, or part of a comment.
    group_number INTEGER,                 -- Which comment, menu …, from 0; null when there is only one.
    node_path TEXT NOT NULL,              -- XPath of the element that holds it.
    node_count INTEGER NOT NULL,          -- Visible text nodes in it.
    text TEXT NOT NULL,                   -- As read.
    rule TEXT NOT NULL,                   -- The rule or model that decided.
    confidence REAL NOT NULL,             -- How sure it was, 0 to 1.
    PRIMARY KEY (parse_id, position)
) STRICT, WITHOUT ROWID;

-- What each source on a page says of a field, also when another was believed.
CREATE TABLE field_claims (
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    position INTEGER NOT NULL,            -- Order, from 0.
    field TEXT NOT NULL,                  -- title, author, published, …
    value TEXT NOT NULL,                  -- What it says.
    source TEXT NOT NULL,                 -- json-ld, microdata, opengraph, meta, visible, url, …
    accepted INTEGER NOT NULL,            -- 1 when this is the value in use.
    PRIMARY KEY (parse_id, position)
) STRICT, WITHOUT ROWID;

-- Another address of the same article that a page names.
CREATE TABLE page_addresses (
    parse_id INTEGER NOT NULL REFERENCES parses (id), -- The parse it comes from.
    position INTEGER NOT NULL,            -- Order, from 0.
    url TEXT NOT NULL,                    -- Absolute address.
    url_id INTEGER NOT NULL,              -- Key a page of that address has, in the archive or not.
    relation TEXT NOT NULL,               -- canonical, shortlink, print, amp, mobile, feed, next, prev or alternate
    PRIMARY KEY (parse_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_addresses_url_id ON page_addresses (url_id);

-- One feed as one payload at one address has it; captures with the same payload share it.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY,               -- Key of the row, from address, decoded payload and declared charset.
    url TEXT NOT NULL,                    -- Its address as captured, fragment left out.
    payload_sha256 TEXT NOT NULL,         -- SHA-256 in hex of the payload that was read, content coding removed.
    charset TEXT,                         -- Charset the HTTP header declared for it.
    capture_id INTEGER NOT NULL REFERENCES captures (id), -- The first capture with that payload: where its entries lead back to.
    first_captured_at TEXT NOT NULL,      -- WARC-Date of the first capture with that payload.
    last_captured_at TEXT NOT NULL,       -- WARC-Date of the last one, revisits counted.
    reader_version TEXT NOT NULL,         -- Version of what read it.
    format TEXT NOT NULL,                 -- rss20, rss10, rss091u, atom10, atom03, json, …; '' when it could not be read.
    title TEXT,                           -- Its title, plain text.
    site_url TEXT,                        -- The site whose feed it says it is, absolute.
    generator TEXT,                       -- The software that wrote it, as it says.
    entry_count INTEGER NOT NULL          -- Entries that were read from it.
) STRICT;
CREATE INDEX feeds_capture_id ON feeds (capture_id);
CREATE INDEX feeds_url ON feeds (url, last_captured_at);

-- One entry of a feed: what it says of a page.
CREATE TABLE feed_entries (
    id INTEGER PRIMARY KEY,               -- Key of the row, from the feed's and the position.
    feed_id INTEGER NOT NULL REFERENCES feeds (id), -- The feed, which leads back to its capture.
    position INTEGER NOT NULL,            -- Order in the feed, from 0.
    node_path TEXT NOT NULL,              -- XPath of its element in the payload; a JSON pointer in a JSON Feed.
    url TEXT,                             -- The page it is about, absolute, past a redirecting service where the entry tells; null when it names none.
    url_id INTEGER,                       -- Key a page of that address has, in the archive or not.
    fragment TEXT,                        -- What the address names within the page, such as a comment; null when it names the page.
    guid TEXT,                            -- RSS guid, Atom id or JSON Feed id, as written.
    guid_url_id INTEGER,                  -- Key a page has whose address the guid is; null when it is no address.
    answers TEXT,                         -- What it answers, for a comment (RFC 4685 in-reply-to); null for other entries.
    page_id INTEGER REFERENCES pages (id), -- The page it is about, redirects followed and named addresses known; null when not in the archive.
    title TEXT,                           -- Title, plain text.
    title_raw TEXT,                       -- Title as written: in many feeds it is HTML.
    date_published TEXT,                  -- ISO 8601, only as precise as stated, with the zone that is stated.
    date_published_raw TEXT,              -- As written.
    date_modified TEXT,                   -- ISO 8601, only as precise as stated, with the zone that is stated.
    date_modified_raw TEXT,               -- As written.
    authors TEXT NOT NULL,                -- JSON array of [name, address or null, as written but for mailboxes]: its own, not those of the whole feed.
    categories TEXT NOT NULL,             -- JSON array of its categories and tags, as written.
    comments_url TEXT,                    -- Where its comments are, absolute.
    comment_count INTEGER                 -- Comments it says it has.
) STRICT;
CREATE INDEX feed_entries_feed_id ON feed_entries (feed_id, position);
CREATE INDEX feed_entries_page_id ON feed_entries (page_id);
CREATE INDEX feed_entries_url_id ON feed_entries (url_id);

-- One fact of an article that its page does not tell and an entry of a feed does.
CREATE TABLE article_feed_facts (
    article_id INTEGER NOT NULL REFERENCES articles (id), -- The article.
    field TEXT NOT NULL,                  -- What the entry tells: date_published, date_modified, bylines or tags.
    feed_entry_id INTEGER NOT NULL REFERENCES feed_entries (id), -- The entry, which leads back to the feed and its capture.
    PRIMARY KEY (article_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_feed_facts_feed_entry_id ON article_feed_facts (feed_entry_id);

-- Something that could not be read, fetched or understood.
CREATE TABLE problems (
    id INTEGER PRIMARY KEY,               -- Key of the row.
    crawl_id INTEGER REFERENCES crawls (id), -- The crawl it belongs to.
    capture_id INTEGER REFERENCES captures (id), -- The capture it is about.
    parse_id INTEGER REFERENCES parses (id), -- The parse it came up in.
    url TEXT,                             -- The address it is about.
    code TEXT NOT NULL,                   -- Dotted name, e.g. page.too-large.
    message TEXT NOT NULL,                -- What happened.
    next_step TEXT NOT NULL               -- What to do about it.
) STRICT;
CREATE INDEX problems_code ON problems (code);
CREATE INDEX problems_capture_id ON problems (capture_id);
CREATE INDEX problems_parse_id ON problems (parse_id);
CREATE INDEX problems_crawl_id ON problems (crawl_id);

-- An address that a crawl knew and did not fetch.
CREATE TABLE skipped (
    crawl_id INTEGER NOT NULL REFERENCES crawls (id), -- The crawl.
    url TEXT NOT NULL,                    -- The address.
    reason TEXT NOT NULL,                 -- outOfScope, robotsTxt, pageLimit, trap, privateAddress, …
    detail TEXT NOT NULL,                 -- The rule that decided, in words.
    via TEXT,                             -- Page that named it.
    PRIMARY KEY (crawl_id, url)
) STRICT, WITHOUT ROWID;
