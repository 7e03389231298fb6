-- Tables of HipaaJwt.PostgreSql: the audit log. The column json contains ePHI.
-- Run it once and in one transaction: psql --single-transaction --set ON_ERROR_STOP=1 --file …
-- For another schema, replace "hipaajwt_audit" with its quoted name. Blank lines separate the statements.

DO $$
BEGIN
    IF to_regnamespace('"hipaajwt_audit"') IS NULL THEN
        CREATE SCHEMA "hipaajwt_audit";
    END IF;
END
$$;

CREATE TABLE "hipaajwt_audit".schema_version (
    version integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- The head: one row. Each append locks it, so that events become visible in the order of their index. Free space in the page keeps its
-- many versions in one page.
CREATE TABLE "hipaajwt_audit".head (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    origin text NOT NULL,
    public_key bytea NOT NULL,
    size bigint NOT NULL CHECK (size >= 0),
    frontier bytea NOT NULL
) WITH (fillfactor = 10);

-- One row for each event. The column leaf contains SHA-256(0x00 || json).
CREATE TABLE "hipaajwt_audit".event (
    n bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    json text NOT NULL
);

-- Signed checkpoints.
CREATE TABLE "hipaajwt_audit".checkpoint (
    size bigint PRIMARY KEY,
    note text NOT NULL,
    frontier bytea NOT NULL
);

INSERT INTO "hipaajwt_audit".schema_version (version) VALUES (1);
