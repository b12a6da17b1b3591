-- What `--job=install` runs: the tables.
CREATE TABLE users (
    uid INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    is_admin INTEGER NOT NULL DEFAULT 0,
    locked_because TEXT
);
