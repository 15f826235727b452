CREATE TABLE request (
    method         TEXT    NOT NULL,
    request_id     TEXT    NOT NULL,
    request_hash   TEXT    NOT NULL,
    completed_time INTEGER NOT NULL,
    response       BLOB    NOT NULL,
    PRIMARY KEY (method, request_id)
);

CREATE INDEX request_by_age ON request (completed_time);
