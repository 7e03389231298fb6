using ClinicApi.Clinic;
using Microsoft.Data.Sqlite;

namespace ClinicApi.Accounts;

/// <summary>Reads and writes accounts.</summary>
public sealed class AccountStore(ClinicDatabase database)
{
    public async Task<Account?> FindAsync(string user, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT user, password_hash, role, patient, is_active FROM account WHERE user = $user";
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection) { Parameters = { new("$user", user) } };
        var accounts = await command.ReadAllAsync(
            row => new Account(
                row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4)),
            cancellationToken);
        return accounts.SingleOrDefault();
    }

    public async Task AddAsync(Account account, CancellationToken cancellationToken)
    {
        const string Sql = """
            INSERT INTO account (user, password_hash, role, patient, is_active) VALUES ($user, $hash, $role, $patient, $is_active)
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection)
        {
            Parameters =
            {
                new("$user", account.User),
                new("$hash", account.PasswordHash),
                new("$role", account.Role),
                new("$patient", (object?)account.Patient ?? DBNull.Value),
                new("$is_active", account.IsActive),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>Whether the account exists.</returns>
    public async Task<bool> DisableAsync(string user, CancellationToken cancellationToken)
    {
        const string Sql = "UPDATE account SET is_active = 0 WHERE user = $user";
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection) { Parameters = { new("$user", user) } };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
