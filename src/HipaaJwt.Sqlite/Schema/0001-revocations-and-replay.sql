-- Times are milliseconds since 1970-01-01 UTC. The database contains digests and no personal data.

-- The version of this schema. One row.
CREATE TABLE hipaa_jwt_schema (
    id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
) STRICT;

-- The head of the log of revocations. One row, or none before the first epoch.
CREATE TABLE hipaa_jwt_head (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch BLOB    NOT NULL CHECK (length(epoch) = 16),
    floor INTEGER,
    seq   INTEGER NOT NULL,
    tag   INTEGER NOT NULL
) STRICT;

-- The log of revocations.
CREATE TABLE hipaa_jwt_revocation (
    seq        INTEGER NOT NULL PRIMARY KEY,
    tag        INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    key        BLOB    NOT NULL CHECK (length(key) = 16),
    revoked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX hipaa_jwt_revocation_expires_at ON hipaa_jwt_revocation (expires_at);

-- Used one-time tokens and DPoP proofs.
CREATE TABLE hipaa_jwt_replay (
    key        BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX hipaa_jwt_replay_expires_at ON hipaa_jwt_replay (expires_at);

INSERT INTO hipaa_jwt_schema (id, version) VALUES (1, 1);
