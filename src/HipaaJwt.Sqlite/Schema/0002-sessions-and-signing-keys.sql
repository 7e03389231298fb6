-- Sessions and signing keys. The column data is encrypted. The other columns contain no personal data.

-- One row for each session. State 0 is active, 1 is ending, 2 is ended.
CREATE TABLE hipaa_jwt_session (
    sid               BLOB    NOT NULL PRIMARY KEY CHECK (length(sid) = 16),
    subject_key       BLOB    NOT NULL CHECK (length(subject_key) = 16),
    client_id         TEXT    NOT NULL,
    salt              BLOB    NOT NULL CHECK (length(salt) = 16),
    confirmation      TEXT,
    data              BLOB    NOT NULL CHECK (length(data) <= 65536),
    counter           INTEGER NOT NULL DEFAULT 0,
    -- The last value of counter whose refresh was retried, and the number of refreshes in a row until then that were.
    retried_counter   INTEGER NOT NULL DEFAULT 0,
    retried_refreshes INTEGER NOT NULL DEFAULT 0,
    created_at        INTEGER NOT NULL,
    advanced_at       INTEGER NOT NULL,
    touched_at        INTEGER NOT NULL,
    idle_at           INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL,
    state             INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
    end_reason        INTEGER NOT NULL DEFAULT 0,
    ended_at          INTEGER
) STRICT;

CREATE INDEX hipaa_jwt_session_subject ON hipaa_jwt_session (subject_key, created_at) WHERE state < 2;

CREATE INDEX hipaa_jwt_session_overdue ON hipaa_jwt_session (min(expires_at, idle_at)) WHERE state = 0;

CREATE INDEX hipaa_jwt_session_ending ON hipaa_jwt_session (ended_at) WHERE state = 1;

CREATE INDEX hipaa_jwt_session_ended ON hipaa_jwt_session (expires_at) WHERE state = 2;

-- The keys that sign tokens. The primary key lets one of several processes add the key of a slot.
CREATE TABLE hipaa_jwt_signing_key (
    purpose      TEXT    NOT NULL,
    slot         INTEGER NOT NULL,
    kid          TEXT    NOT NULL,
    algorithm    TEXT    NOT NULL,
    data         BLOB    NOT NULL CHECK (length(data) <= 16384),
    created_at   INTEGER NOT NULL,
    activates_at INTEGER NOT NULL,
    -- Whether the audit event of the creation has been written.
    is_recorded  INTEGER NOT NULL DEFAULT 0,
    is_withdrawn INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (purpose, slot)
) STRICT;

UPDATE hipaa_jwt_schema SET version = 2;
