-- Vouch project file, version 1.
-- Ids are 16-byte UUIDs (version 7). Positions are Unicode code points, half-open, from 0.
-- Times are milliseconds since 1970-01-01T00:00:00Z. JSON columns hold what no query needs to look into.

CREATE TABLE info (
    id         BLOB    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
);

-- Who has the file open; read by a second opener without locking.
CREATE TABLE holder (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    coder   TEXT    NOT NULL,
    host    TEXT    NOT NULL,
    since   INTEGER NOT NULL
);

-- Cleaned texts by SHA-256. A text is written once and kept for as long as the history may need it.
CREATE TABLE texts (
    hash TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);

CREATE TABLE sources (
    id          BLOB    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    wave        TEXT    NOT NULL,
    case_id     BLOB,
    attributes  TEXT    NOT NULL,
    text_hash   TEXT    NOT NULL REFERENCES texts (hash),
    characters  INTEGER NOT NULL,
    words       INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    cleaning    INTEGER NOT NULL,
    file_name   TEXT    NOT NULL,
    file_hash   TEXT    NOT NULL,
    imported_at INTEGER NOT NULL,
    reading     TEXT    NOT NULL
);

-- One row a source: {"source", "speakers": [ids], "turns": [[start, end, speech start, speech end,
-- place in speakers or -1, from ms or -1, to ms or -1], ...]}.
CREATE TABLE turns (
    id    BLOB NOT NULL PRIMARY KEY,
    turns TEXT NOT NULL
);

CREATE TABLE speakers (
    id         BLOB NOT NULL PRIMARY KEY,
    source_id  BLOB NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    case_id    BLOB,
    attributes TEXT NOT NULL
);

CREATE TABLE cases (
    id         BLOB NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    attributes TEXT NOT NULL
);

CREATE TABLE attributes (
    id       BLOB    NOT NULL PRIMARY KEY,
    name     TEXT    NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE coders (
    id     BLOB NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL,
    colour TEXT
);

CREATE TABLE codes (
    id         BLOB    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    parent_id  BLOB,
    position   INTEGER NOT NULL,
    kind       TEXT,
    definition TEXT    NOT NULL,
    use_when   TEXT    NOT NULL,
    not_when   TEXT    NOT NULL,
    example    TEXT    NOT NULL,
    colour     TEXT
);

CREATE TABLE codings (
    id          BLOB    NOT NULL PRIMARY KEY,
    source_id   BLOB    NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    code_id     BLOB    NOT NULL,
    coder_id    BLOB    NOT NULL,
    quote       TEXT    NOT NULL,
    weight      INTEGER,
    state       TEXT    NOT NULL,
    shortlisted INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
);

-- "subject" is JSON, such as {"coding": id} or {"passage": [source id, [start, end]]}.
CREATE TABLE memos (
    id         BLOB    NOT NULL PRIMARY KEY,
    subject    TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    coder_id   BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE TABLE scales (
    id      BLOB NOT NULL PRIMARY KEY,
    name    TEXT NOT NULL,
    level   TEXT NOT NULL,
    labels  TEXT NOT NULL,
    missing TEXT NOT NULL
);

-- "value" is JSON: {"label": place}, {"number": n} or "missing"; "evidence" a JSON list of coding ids.
CREATE TABLE ratings (
    id        BLOB NOT NULL PRIMARY KEY,
    case_id   BLOB NOT NULL,
    scale_id  BLOB NOT NULL,
    value     TEXT NOT NULL,
    rater_id  BLOB NOT NULL,
    wave      TEXT NOT NULL,
    rationale TEXT NOT NULL,
    evidence  TEXT NOT NULL
);

-- The audit trail: append-only. "changes" is a JSON list of rows before and after; "undoes" names the line that
-- this one takes back; "continues" the line that this one carries on (typing in a memo), undone together.
CREATE TABLE history (
    seq       INTEGER NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL,
    coder     TEXT    NOT NULL,
    label     TEXT    NOT NULL,
    changes   TEXT    NOT NULL,
    undoes    INTEGER,
    continues INTEGER
);
