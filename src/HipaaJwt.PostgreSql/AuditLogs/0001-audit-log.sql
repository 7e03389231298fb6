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

-- Appends events if nobody has replaced the head, also during a wait for its lock. It returns null if somebody has, and else whether the
-- server has fsync off. A function, because its plans are kept, also behind a pooler. Texts contain one line for each event.
CREATE FUNCTION "hipaajwt_audit".append(
    first_n bigint, event_ids text, leaves bytea, records text,
    new_size bigint, new_frontier bytea, old_size bigint, old_frontier bytea, log_origin text)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('synchronous_commit') NOT IN ('on', 'remote_apply') THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    UPDATE "hipaajwt_audit".head SET size = new_size, frontier = new_frontier
    WHERE size = old_size AND frontier = old_frontier AND origin = log_origin;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO "hipaajwt_audit".event (n, id, leaf, json)
    SELECT first_n + row - 1, rows.id::uuid, substring(leaves from (32 * row - 31)::integer for 32), rows.json
    FROM unnest(string_to_array(event_ids, E'\n'), string_to_array(records, E'\n')) WITH ORDINALITY AS rows (id, json, row);
    RETURN current_setting('fsync') = 'off';
END
$$;

INSERT INTO "hipaajwt_audit".schema_version (version) VALUES (1);
