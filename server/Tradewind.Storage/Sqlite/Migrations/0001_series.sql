CREATE TABLE instrument (
    id           TEXT    NOT NULL PRIMARY KEY,
    asset_class  TEXT    NOT NULL,
    display_name TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    currency     TEXT    NOT NULL,
    tick_size    TEXT    NOT NULL,
    lot_size     TEXT    NOT NULL,
    multiplier   TEXT    NOT NULL,
    simulated    INTEGER NOT NULL
);

CREATE TABLE series (
    series_key    INTEGER NOT NULL PRIMARY KEY,
    instrument_id TEXT    NOT NULL REFERENCES instrument (id) ON DELETE CASCADE,
    timeframe     TEXT    NOT NULL,
    availability  TEXT    NOT NULL,
    row_count     INTEGER NOT NULL,
    first_time    INTEGER,
    last_time     INTEGER,
    revision      TEXT    NOT NULL,
    quality       TEXT,
    UNIQUE (instrument_id, timeframe)
);

CREATE TABLE series_field (
    series_key INTEGER NOT NULL REFERENCES series (series_key) ON DELETE CASCADE,
    ordinal    INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    PRIMARY KEY (series_key, ordinal),
    UNIQUE (series_key, name)
) WITHOUT ROWID;

-- A run of rows. field_count is the number of fields the series had when the chunk was written: later fields are missing in it.
CREATE TABLE chunk (
    chunk_key   INTEGER NOT NULL PRIMARY KEY,
    series_key  INTEGER NOT NULL REFERENCES series (series_key) ON DELETE CASCADE,
    first_time  INTEGER NOT NULL,
    last_time   INTEGER NOT NULL,
    row_count   INTEGER NOT NULL,
    field_count INTEGER NOT NULL,
    checksum    INTEGER NOT NULL,
    times       BLOB    NOT NULL,
    UNIQUE (series_key, first_time)
);

CREATE TABLE chunk_column (
    chunk_key INTEGER NOT NULL REFERENCES chunk (chunk_key) ON DELETE CASCADE,
    ordinal   INTEGER NOT NULL,
    checksum  INTEGER NOT NULL,
    data      BLOB    NOT NULL,
    UNIQUE (chunk_key, ordinal)
);

-- Answers to loads that carried a request id, written in the transaction of the load itself.
CREATE TABLE series_load (
    request_id   TEXT NOT NULL PRIMARY KEY,
    content_hash TEXT NOT NULL,
    result       TEXT NOT NULL
);
