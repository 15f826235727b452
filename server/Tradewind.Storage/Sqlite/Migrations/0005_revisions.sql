-- What each series was, and since when. written_time is 0 for content stored before revisions were recorded.
CREATE TABLE series_revision (
    series_key   INTEGER NOT NULL REFERENCES series (series_key) ON DELETE CASCADE,
    written_time INTEGER NOT NULL,
    revision     TEXT    NOT NULL,
    availability TEXT    NOT NULL,
    field_count  INTEGER NOT NULL,
    row_count    INTEGER NOT NULL,
    first_time   INTEGER,
    last_time    INTEGER,
    rows_added   INTEGER NOT NULL,
    rows_changed INTEGER NOT NULL,
    rows_removed INTEGER NOT NULL,
    source       TEXT    NOT NULL,
    PRIMARY KEY (series_key, written_time)
) WITHOUT ROWID;

CREATE INDEX series_revision_by_age ON series_revision (written_time);

INSERT INTO series_revision
SELECT s.series_key, 0, s.revision, s.availability, (SELECT count(*) FROM series_field f WHERE f.series_key = s.series_key),
       s.row_count, s.first_time, s.last_time, s.row_count, 0, 0, i.source
FROM series s JOIN instrument i ON i.id = s.instrument_id;

-- A chunk holds from its written time on, until the time it was superseded. One that was appended to shares the values of the longer chunk
-- that begins with its rows (prefix_of). The table is made anew because its first times are no longer unique; the columns keep
-- referring to its name.
CREATE TABLE chunk_with_versions (
    chunk_key       INTEGER NOT NULL PRIMARY KEY,
    series_key      INTEGER NOT NULL REFERENCES series (series_key) ON DELETE CASCADE,
    first_time      INTEGER NOT NULL,
    last_time       INTEGER NOT NULL,
    row_count       INTEGER NOT NULL,
    field_count     INTEGER NOT NULL,
    written_time    INTEGER NOT NULL,
    superseded_time INTEGER,
    prefix_of       INTEGER REFERENCES chunk (chunk_key) ON DELETE CASCADE,
    checksum        INTEGER NOT NULL,
    times           BLOB    NOT NULL
);

INSERT INTO chunk_with_versions
SELECT chunk_key, series_key, first_time, last_time, row_count, field_count, 0, NULL, NULL, checksum, times FROM chunk;

DROP TABLE chunk;

ALTER TABLE chunk_with_versions RENAME TO chunk;

CREATE UNIQUE INDEX chunk_current ON chunk (series_key, first_time) WHERE superseded_time IS NULL;
CREATE INDEX chunk_past ON chunk (series_key, superseded_time, first_time) WHERE superseded_time IS NOT NULL;
CREATE INDEX chunk_by_series ON chunk (series_key, first_time);
CREATE INDEX chunk_by_prefix ON chunk (prefix_of) WHERE prefix_of IS NOT NULL;
