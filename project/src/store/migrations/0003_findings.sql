-- Vouch project file, version 3: sets, the framework matrix, the evaluation frame and saved searches.

-- "sources" and "codes" are JSON lists of ids.
CREATE TABLE sets (
    id          BLOB NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    sources     TEXT NOT NULL,
    codes       TEXT NOT NULL
);

-- "subject" is JSON: {"case": id} or {"source": id}; "basis" a JSON list of {"coding", "quote"}, the quote as its hash.
CREATE TABLE summaries (
    id         BLOB    NOT NULL PRIMARY KEY,
    subject    TEXT    NOT NULL,
    code_id    BLOB    NOT NULL,
    text       TEXT    NOT NULL,
    coder_id   BLOB    NOT NULL,
    changed_at INTEGER NOT NULL,
    basis      TEXT    NOT NULL
);

-- "indicators" is a JSON list of {"name", "evidence": [{"code": id}, {"scale": id} or {"attribute": id}, ...]}.
CREATE TABLE questions (
    id         BLOB    NOT NULL PRIMARY KEY,
    text       TEXT    NOT NULL,
    heading    TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    indicators TEXT    NOT NULL
);

-- "seen" is a JSON list of {"source", "turns": [places from 0]}.
CREATE TABLE searches (
    id       BLOB    NOT NULL PRIMARY KEY,
    name     TEXT    NOT NULL,
    query    TEXT    NOT NULL,
    everyone INTEGER NOT NULL,
    seen     TEXT    NOT NULL,
    seen_at  INTEGER NOT NULL
);
