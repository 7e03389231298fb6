-- The audit log. The column json contains ePHI.

-- The version of this schema. One row.
CREATE TABLE hipaa_jwt_audit_schema (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;

-- The head. One row, or none before the first start.
CREATE TABLE hipaa_jwt_audit_head (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    origin     TEXT    NOT NULL,
    public_key BLOB    NOT NULL,
    size       INTEGER NOT NULL CHECK (size >= 0),
    frontier   BLOB    NOT NULL
) STRICT;

-- One row for each event. The column leaf contains SHA-256(0x00 || json).
CREATE TABLE hipaa_jwt_audit_event (
    n    INTEGER NOT NULL PRIMARY KEY,
    id   TEXT    NOT NULL UNIQUE,
    leaf BLOB    NOT NULL CHECK (length(leaf) = 32),
    json TEXT    NOT NULL
) STRICT;

-- Signed checkpoints.
CREATE TABLE hipaa_jwt_audit_checkpoint (
    size     INTEGER NOT NULL PRIMARY KEY,
    note     TEXT    NOT NULL,
    frontier BLOB    NOT NULL
) STRICT;

INSERT INTO hipaa_jwt_audit_schema (id, version) VALUES (1, 1);
