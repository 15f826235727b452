CREATE TABLE journal_stream (
    stream_key    INTEGER NOT NULL PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE,
    last_sequence INTEGER NOT NULL
);

CREATE TABLE journal_entry (
    stream_key INTEGER NOT NULL REFERENCES journal_stream (stream_key),
    sequence   INTEGER NOT NULL,
    event_time INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    payload    BLOB    NOT NULL,
    PRIMARY KEY (stream_key, sequence)
) WITHOUT ROWID;

CREATE TRIGGER journal_entry_is_never_changed BEFORE UPDATE ON journal_entry
BEGIN
    SELECT RAISE(ABORT, 'journal entries are append-only');
END;

CREATE TRIGGER journal_entry_is_never_deleted BEFORE DELETE ON journal_entry
BEGIN
    SELECT RAISE(ABORT, 'journal entries are append-only');
END;
