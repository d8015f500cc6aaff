-- Vouch project file, version 2: what other programs say and Vouch has no room for, to be given back on export.

-- "files" is a JSON list of {"name", "hash"}.
CREATE TABLE kept (
    id     BLOB NOT NULL PRIMARY KEY,
    markup TEXT NOT NULL,
    files  TEXT NOT NULL
);

-- Files that belong to kept parts, such as pictures and recordings, by SHA-256.
CREATE TABLE files (
    hash  TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
);
