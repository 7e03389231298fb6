using Microsoft.Data.Sqlite;

namespace ClinicApi.Clinic;

/// <summary>Reads and writes patients, charts and prescriptions.</summary>
public sealed class ClinicStore(ClinicDatabase database)
{
    public async Task<IReadOnlyList<Patient>> PatientsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand("SELECT id, name, born FROM patient ORDER BY id", connection);
        return await command.ReadAllAsync(row => new Patient(row.GetInt64(0), row.GetString(1), Date(row, 2)), cancellationToken);
    }

    public async Task<bool> HasPatientAsync(long patient, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand("SELECT 1 FROM patient WHERE id = $patient", connection)
        {
            Parameters = { new("$patient", patient) },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    public async Task<IReadOnlyList<ChartEntry>> ChartAsync(long patient, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT date, finding FROM chart_entry WHERE patient = $patient ORDER BY date";
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection) { Parameters = { new("$patient", patient) } };
        return await command.ReadAllAsync(row => new ChartEntry(Date(row, 0), row.GetString(1)), cancellationToken);
    }

    public async Task<IReadOnlyList<Prescription>> PrescriptionsAsync(long patient, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT id, medication, dosage, prescribed_by FROM prescription WHERE patient = $patient ORDER BY id";
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection) { Parameters = { new("$patient", patient) } };
        return await command.ReadAllAsync(
            row => new Prescription(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3)),
            cancellationToken);
    }

    public async Task<Prescription> PrescribeAsync(
        long patient, NewPrescription prescription, string prescriber, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO prescription (patient, medication, dosage, prescribed_by)
            VALUES ($patient, $medication, $dosage, $prescriber) RETURNING id
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection)
        {
            Parameters =
            {
                new("$patient", patient),
                new("$medication", prescription.Medication),
                new("$dosage", prescription.Dosage),
                new("$prescriber", prescriber),
            },
        };
        var id = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return new Prescription(id, prescription.Medication, prescription.Dosage, prescriber);
    }

    private static DateOnly Date(SqliteDataReader row, int column) => row.GetFieldValue<DateOnly>(column);
}
