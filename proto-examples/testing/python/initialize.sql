-- What `--job=initialize` runs: the rows that every shop begins with.
INSERT OR IGNORE INTO users (uid, name, email, is_admin) VALUES
    (1, 'Ada', 'ada@example.com', 1),
    (2, 'Boris', 'boris@example.com', 0);
