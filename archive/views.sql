-- The views: the first questions of archivists, migration teams and researchers, answered.

-- One article a row, wide, for people.
CREATE VIEW v_articles AS
SELECT
    a.id AS id,                           -- Key of the article.
    a.url AS url,                         -- Its own address.
    a.headline AS headline,               -- Title.
    (SELECT group_concat(name, '; ') FROM
        (SELECT b.name FROM bylines b WHERE b.article_id = a.id ORDER BY b.position)
    ) AS authors,                         -- Contributors as printed, separated by '; '.
    a.date_published AS date_published,   -- ISO 8601, only as precise as stated.
    substr(a.date_published, 1, 4) AS year, -- Year of publication.
    (SELECT group_concat(name, '; ') FROM
        (SELECT t.name FROM article_tags x JOIN tags t ON t.id = x.tag_id WHERE x.article_id = a.id ORDER BY x.position)
    ) AS tags,                            -- Tags, categories and sections, separated by '; '.
    a.word_count AS word_count,           -- Words of the body.
    a.comment_count AS comment_count,     -- Comments in the archive.
    a.comment_status AS comment_status,   -- open, closed or none; null when the page does not tell.
    a.in_language AS in_language,         -- BCP 47 tag.
    (SELECT g.site FROM pages g WHERE g.id = a.page_id)
        AS site,                          -- Host, and port where it is not the default.
    (SELECT g.inlinks FROM pages g WHERE g.id = a.page_id)
        AS inlinks,                       -- Pages that link here from outside navigation.
    (SELECT g.last_captured_at FROM pages g WHERE g.id = a.page_id)
        AS last_captured_at,              -- When it was last fetched.
    (SELECT f.filename FROM parses p JOIN captures c ON c.id = p.capture_id JOIN warc_files f ON f.id = c.warc_file_id
        WHERE p.id = a.parse_id)
        AS warc_filename,                 -- WARC file of the capture it was read from.
    (SELECT c.offset_bytes FROM parses p JOIN captures c ON c.id = p.capture_id WHERE p.id = a.parse_id)
        AS warc_offset_bytes,             -- Where its record begins.
    (SELECT c.payload_digest FROM parses p JOIN captures c ON c.id = p.capture_id WHERE p.id = a.parse_id)
        AS payload_digest                 -- Digest of its payload.
-- One table and questions of each row, no joins: whoever counts the rows asks none of them.
FROM articles a;

-- The last capture of each address, whatever it answered.
CREATE VIEW v_latest_captures AS
SELECT
    c.id AS id,                           -- Key of the capture.
    c.target_uri AS target_uri,           -- The address.
    c.warc_date AS warc_date,             -- When.
    c.status AS status,                   -- HTTP status code.
    c.mime AS mime,                       -- Media type as declared.
    c.payload_digest AS payload_digest,   -- Digest of the payload.
    f.filename AS warc_filename,          -- The file that holds the record.
    c.offset_bytes AS warc_offset_bytes   -- Where it begins.
FROM captures c
JOIN warc_files f ON f.id = c.warc_file_id
WHERE NOT EXISTS (
    SELECT 1 FROM captures n
    WHERE n.target_uri = c.target_uri AND (n.warc_date, n.record_id) > (c.warc_date, c.record_id)
);

-- Comments with the path of their thread, in reading order.
CREATE VIEW v_comment_threads AS
SELECT
    m.id AS id,                           -- Key of the comment.
    a.url AS article_url,                 -- The article's address.
    a.headline AS headline,               -- The article's title.
    m.position AS position,               -- Order in the whole thread.
    m.depth AS depth,                     -- Level of reply, from 0.
    m.author_name AS author_name,         -- Name as printed.
    n.author_name AS answers,             -- Name of whom it answers.
    m.date_created AS date_created,       -- ISO 8601, only as precise as stated.
    m.subject AS subject,                 -- Subject line.
    m.text AS text                        -- Plain text.
FROM comments m
JOIN articles a ON a.id = m.article_id
LEFT JOIN comments n ON n.id = m.parent_id
ORDER BY a.url, m.position;

-- Images, documents and media that an article uses and the archive does not hold.
CREATE VIEW v_missing_assets AS
SELECT
    s.url AS url,                         -- Address of what is missing.
    s.kind AS kind,                       -- image, document, video, audio or embed
    a.url AS article_url,                 -- An article that uses it.
    x.role AS role,                       -- How it is used.
    (SELECT c.status FROM captures c WHERE c.target_uri = s.url ORDER BY c.warc_date DESC, c.record_id DESC LIMIT 1)
        AS status                         -- What its last capture answered; null when never fetched.
FROM assets s
JOIN article_assets x ON x.asset_id = s.id
JOIN articles a ON a.id = x.article_id
WHERE s.capture_id IS NULL AND s.kind <> 'embed';

-- Redirects seen by the crawls, and the article each one leads to.
CREATE VIEW v_redirects AS
SELECT
    c.target_uri AS url,                  -- The address that redirects.
    c.redirect_url AS redirect_url,       -- Where to.
    c.status AS status,                   -- HTTP status code.
    max(c.warc_date) AS last_seen_at,     -- When last seen.
    d.article_id AS article_id            -- The article behind that address; null when none.
FROM captures c
LEFT JOIN addresses d ON d.url = c.target_uri
WHERE c.redirect_url IS NOT NULL
GROUP BY c.target_uri, c.redirect_url, c.status;

-- Links of the archive's pages whose target is dead: the archive fetched it, and it answered 4xx or 5xx or that nothing is there.
CREATE VIEW v_dead_links AS
SELECT
    g.url AS page_url,                    -- The page with the link.
    l.url AS url,                         -- Where the link leads.
    l.anchor_text AS anchor_text,         -- Its words.
    l.region AS region,                   -- Region it stands in.
    d.status AS target_status,            -- HTTP status of the target's last capture, redirects followed.
    d.is_soft_404 AS is_soft_404          -- 1 when it answered 200 and says it was not found.
FROM (
    SELECT x.url_id, x.status, coalesce(t.is_soft_404, 0) AS is_soft_404
    FROM destinations x LEFT JOIN pages t ON t.id = x.page_id WHERE x.status >= 400
    UNION ALL
    SELECT x.url_id, x.status, 1 FROM pages t JOIN destinations x ON x.page_id = t.id
    WHERE t.is_soft_404 = 1 AND (x.status < 400 OR x.status IS NULL)
) d
-- CROSS keeps SQLite from reading all links first: the dead are few.
CROSS JOIN links l ON l.url_id = d.url_id
JOIN pages g ON g.parse_id = l.parse_id;

-- Who cites whom: links that stand in the bodies of pages, menus and comments left out.
CREATE VIEW v_link_graph AS
SELECT
    (SELECT g.url FROM pages g WHERE g.parse_id = l.parse_id)
        AS source_url,                    -- The citing page.
    l.url AS target_url,                  -- The cited address.
    l.anchor_text AS anchor_text,         -- Words of the link.
    l.is_internal AS is_internal,         -- 1 when it leads to the same site.
    (SELECT d.page_id FROM destinations d WHERE d.url_id = l.url_id)
        AS target_page_id                 -- The page it leads to, redirects followed, when in the archive.
-- No joins: whoever counts the rows asks none of these questions, and reads no link.
FROM links l
WHERE l.region = 'body' AND l.parse_id IN (SELECT parse_id FROM pages);

-- Where each run of text came from: region, node, rule, and the record in the WARC file.
CREATE VIEW v_provenance AS
SELECT
    g.url AS url,                         -- The page.
    s.region AS region,                   -- Region of the text.
    s.kind AS kind,                       -- Kind of navigation or notice, or part of a comment.
    s.text AS text,                       -- The text.
    s.node_path AS node_path,             -- XPath of the element that holds it.
    s.rule AS rule,                       -- The rule or model that decided.
    s.confidence AS confidence,           -- How sure it was, 0 to 1.
    f.filename AS warc_filename,          -- WARC file.
    c.offset_bytes AS warc_offset_bytes,  -- Where the record begins.
    c.record_id AS record_id,             -- WARC-Record-ID.
    c.payload_digest AS payload_digest,   -- Digest of the payload.
    c.warc_date AS warc_date              -- When it was fetched.
FROM segments s
JOIN parses p ON p.id = s.parse_id
JOIN pages g ON g.id = p.page_id
JOIN captures c ON c.id = p.capture_id
JOIN warc_files f ON f.id = c.warc_file_id
ORDER BY g.url, s.position;

-- The versions of each page in time, with what each one says of itself.
CREATE VIEW v_versions AS
SELECT
    g.url AS url,                         -- The page.
    v.captured_at AS captured_at,         -- When it was fetched.
    v.is_changed AS is_changed,           -- 1 when its content differs from the version before, or it is the first.
    p.title AS title,                     -- Headline then.
    p.published AS published,             -- Date of publication as then stated.
    p.comment_status AS comment_status,   -- Whether it took comments then.
    p.body_words AS body_words,           -- Words of the body then.
    v.capture_id AS capture_id,           -- The capture.
    v.parse_id AS parse_id                -- What it says.
FROM versions v
JOIN pages g ON g.id = v.page_id
JOIN parses p ON p.id = v.parse_id
ORDER BY g.url, v.captured_at;

-- Articles, comments and words by year of publication.
CREATE VIEW v_years AS
SELECT
    substr(a.date_published, 1, 4) AS year, -- Year; null for undated articles.
    count(*) AS articles,                 -- Articles.
    sum(a.word_count) AS words,           -- Words of their bodies.
    sum(a.comment_count) AS comments      -- Comments under them.
FROM articles a
GROUP BY 1;

-- Every page but renditions, with its kind: the site as a map.
CREATE VIEW v_site_map AS
SELECT
    g.url AS url,                         -- The page.
    g.site AS site,                       -- Its site.
    g.kind AS kind,                       -- What it is.
    g.title AS title,                     -- Its title.
    g.inlinks AS inlinks,                 -- Pages that link to it from outside navigation.
    g.capture_count AS capture_count,     -- How often it was fetched.
    g.last_captured_at AS last_captured_at, -- When last.
    g.gone_at AS gone_at                  -- When it was found gone.
FROM pages g
WHERE g.rendition_of_page_id IS NULL
ORDER BY g.url;

-- Pages that a feed names and the archive does not hold: what the crawls never reached, or found gone.
CREATE VIEW v_feed_missing AS
SELECT
    e.url AS url,                         -- The page's address, as the feed names it.
    max(e.title) AS title,                -- Title of its entry.
    max(e.date_published) AS date_published, -- When the entry says it was published.
    min(d.url) AS feed_url,               -- A feed that names it.
    max(d.last_captured_at) AS last_named_at, -- When such a feed was last captured.
    (SELECT x.status FROM destinations x WHERE x.url_id = e.url_id)
        AS status,                        -- What the address answered at the end of its redirects; null when never fetched.
    EXISTS (SELECT 1 FROM sites s WHERE s.site =
        substr(e.url, instr(e.url, '://') + 3, instr(substr(e.url, instr(e.url, '://') + 3) || '/', '/') - 1))
        AS is_of_kept_site                -- 1 when it is of a site that the archive keeps, 0 for a link to elsewhere.
FROM feed_entries e
JOIN feeds d ON d.id = e.feed_id
WHERE e.page_id IS NULL AND e.fragment IS NULL AND e.url IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM destinations x WHERE x.url_id = e.url_id AND x.status BETWEEN 200 AND 299)
GROUP BY e.url;

-- Where a feed and the page that it names say different things: the page was changed, or one of both is wrong.
CREATE VIEW v_feed_differences AS
SELECT
    n.url AS url,                         -- The article's address.
    n.field AS field,                     -- What they differ in: headline, date_published (by more than a day) or author.
    n.page_says AS page_says,             -- What the page says.
    n.feed_says AS feed_says,             -- What the feed says.
    n.feed_url AS feed_url,               -- The feed.
    n.last_captured_at AS last_captured_at, -- When it was last captured saying so.
    n.feed_entry_id AS feed_entry_id      -- The entry, which leads back to its record.
FROM (
    WITH named AS (
        SELECT a.id, a.url, a.headline, a.date_published, a.date_published_source, e.id AS feed_entry_id, e.title,
            e.date_published AS entry_published, e.authors, d.url AS feed_url, d.last_captured_at
        FROM feed_entries e
        JOIN feeds d ON d.id = e.feed_id
        JOIN pages g ON g.id = e.page_id
        JOIN articles a ON a.page_id = coalesce(g.rendition_of_page_id, g.id)
        -- The last word of each feed.
        WHERE e.fragment IS NULL AND e.answers IS NULL AND NOT EXISTS (
            SELECT 1 FROM feed_entries m JOIN feeds o ON o.id = m.feed_id
            WHERE m.page_id = e.page_id AND o.url = d.url AND (o.last_captured_at, m.id) > (d.last_captured_at, e.id)
        )
    )
    SELECT url, 'headline' AS field, headline AS page_says, title AS feed_says, feed_url, last_captured_at, feed_entry_id
    FROM named
    WHERE lower(replace(replace(replace(headline, '’', ''''), '“', '"'), '”', '"')) <>
        lower(replace(replace(replace(title, '’', ''''), '“', '"'), '”', '"'))
    UNION ALL
    SELECT url, 'date_published', date_published, entry_published, feed_url, last_captured_at, feed_entry_id
    FROM named
    WHERE date_published_source <> 'feed' AND CASE
        WHEN length(date_published) < 10 OR length(entry_published) < 10
            THEN substr(date_published, 1, length(entry_published)) <> substr(entry_published, 1, length(date_published))
        -- Page and feed may count the day in different zones.
        ELSE abs(julianday(substr(date_published, 1, 10)) - julianday(substr(entry_published, 1, 10))) > 1 END
    UNION ALL
    SELECT url, 'author',
        (SELECT group_concat(b.name, '; ') FROM bylines b WHERE b.article_id = named.id AND b.relation = 'author'),
        (SELECT group_concat(json_extract(j.value, '$[0]'), '; ') FROM json_each(authors) j),
        feed_url, last_captured_at, feed_entry_id
    FROM named
    WHERE authors <> '[]' AND EXISTS (
        SELECT 1 FROM bylines b WHERE b.article_id = named.id AND b.relation = 'author' AND b.source <> 'feed'
    ) AND NOT EXISTS (
        SELECT 1 FROM bylines b JOIN json_each(authors) j ON lower(json_extract(j.value, '$[0]')) = lower(b.name)
        WHERE b.article_id = named.id
    )
) n;
