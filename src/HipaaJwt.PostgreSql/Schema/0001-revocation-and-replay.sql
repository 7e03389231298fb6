-- Tables of HipaaJwt.PostgreSql: revocations and used one-time tokens.
-- Run each script once, in the order of its number and in one transaction: psql --single-transaction --set ON_ERROR_STOP=1 --file …
-- For another schema, replace "hipaajwt" with its quoted name. Blank lines separate the statements.

DO $$
BEGIN
    IF to_regnamespace('"hipaajwt"') IS NULL THEN
        CREATE SCHEMA "hipaajwt";
    END IF;
END
$$;

CREATE TABLE "hipaajwt".schema_version (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- The head of the log of revocations: one row, or none if the log has no epoch. Each append locks it, so that appends become visible in
-- the order of their sequence. Free space in the page keeps its many versions in one page.
CREATE TABLE "hipaajwt".revocation_head (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    epoch uuid NOT NULL,
    floor timestamptz,
    seq bigint NOT NULL,
    tag bigint NOT NULL
) WITH (fillfactor = 10);

-- The column key contains the first 16 bytes of a SHA-256 digest. It identifies no person.
CREATE TABLE "hipaajwt".revocation (
    seq bigint PRIMARY KEY,
    tag bigint NOT NULL,
    kind smallint NOT NULL,
    key bytea NOT NULL CHECK (octet_length(key) = 16),
    revoked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX revocation_expires_at ON "hipaajwt".revocation (expires_at);

-- The column key contains a SHA-256 digest.
CREATE TABLE "hipaajwt".replay (
    key bytea PRIMARY KEY CHECK (octet_length(key) = 32),
    expires_at timestamptz NOT NULL
);

CREATE INDEX replay_expires_at ON "hipaajwt".replay (expires_at);

INSERT INTO "hipaajwt".schema_version (version) VALUES (1);
