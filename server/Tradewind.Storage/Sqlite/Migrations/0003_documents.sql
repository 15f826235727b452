CREATE TABLE document (
    collection   TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    parent       TEXT,
    created_time INTEGER NOT NULL,
    updated_time INTEGER NOT NULL,
    body         BLOB    NOT NULL,
    PRIMARY KEY (collection, id)
);

CREATE INDEX document_by_age ON document (collection, created_time DESC, id);
CREATE INDEX document_by_parent ON document (collection, parent, created_time DESC, id);
