namespace ClinicApi.Clinic;

internal static class Schema
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS patient (
            id      INTEGER PRIMARY KEY,
            name    TEXT NOT NULL,
            born    TEXT NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS chart_entry (
            id      INTEGER PRIMARY KEY,
            patient INTEGER NOT NULL REFERENCES patient (id),
            date    TEXT NOT NULL,
            finding TEXT NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS prescription (
            id            INTEGER PRIMARY KEY,
            patient       INTEGER NOT NULL REFERENCES patient (id),
            medication    TEXT NOT NULL,
            dosage        TEXT NOT NULL,
            prescribed_by TEXT NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS account (
            user          TEXT PRIMARY KEY,
            password_hash TEXT NOT NULL,
            role          TEXT NOT NULL,
            patient       TEXT,
            is_active     INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE IF NOT EXISTS sign_in_attempt (
            user    TEXT PRIMARY KEY,
            count   INTEGER NOT NULL,
            last_at INTEGER NOT NULL
        ) STRICT;
        """;
}
