using Microsoft.Data.Sqlite;

namespace ClinicApi.Clinic;

internal static class SqliteRows
{
    public static async Task<IReadOnlyList<T>> ReadAllAsync<T>(
        this SqliteCommand command,
        Func<SqliteDataReader, T> read,
        CancellationToken cancellationToken)
    {
        List<T> rows = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
