-- Tables of HipaaJwt.PostgreSql: sessions and signing keys. The columns data are encrypted. The others contain no personal data.
-- Run it as the first script says, and grant the service its rights on both tables. Earlier versions of the package continue to work.

-- One row for each session. State 0 is active, 1 is ending, 2 is ended. The column retried_counter contains the last value of counter
-- whose refresh was retried. Free space in the pages keeps the versions of a row in one page.
CREATE TABLE "hipaajwt".session (
    sid uuid PRIMARY KEY,
    subject_key bytea NOT NULL CHECK (octet_length(subject_key) = 16),
    client_id text NOT NULL,
    salt bytea NOT NULL CHECK (octet_length(salt) = 16),
    confirmation text,
    data bytea NOT NULL CHECK (octet_length(data) <= 65536),
    counter bigint NOT NULL DEFAULT 0,
    retried_counter bigint NOT NULL DEFAULT 0,
    retried_refreshes integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    advanced_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    idle_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    state smallint NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
    end_reason smallint NOT NULL DEFAULT 0,
    ended_at timestamptz
) WITH (fillfactor = 70);

-- Encrypted data cannot be compressed.
ALTER TABLE "hipaajwt".session ALTER COLUMN data SET STORAGE EXTERNAL;

CREATE INDEX session_subject ON "hipaajwt".session (subject_key, created_at) WHERE state < 2;

CREATE INDEX session_overdue ON "hipaajwt".session (least(expires_at, idle_at)) WHERE state = 0;

CREATE INDEX session_ending ON "hipaajwt".session (ended_at) WHERE state = 1;

CREATE INDEX session_ended ON "hipaajwt".session (expires_at) WHERE state = 2;

-- The keys that sign tokens. The primary key lets one of several instances add the key of a slot. The column is_recorded says whether the
-- audit event of the creation has been written.
CREATE TABLE "hipaajwt".signing_key (
    purpose text NOT NULL,
    slot bigint NOT NULL,
    kid text NOT NULL,
    algorithm text NOT NULL,
    data bytea NOT NULL CHECK (octet_length(data) <= 16384),
    created_at timestamptz NOT NULL,
    activates_at timestamptz NOT NULL,
    is_recorded boolean NOT NULL DEFAULT false,
    is_withdrawn boolean NOT NULL DEFAULT false,
    PRIMARY KEY (purpose, slot)
);

INSERT INTO "hipaajwt".schema_version (version) VALUES (2);
