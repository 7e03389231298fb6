using ClinicApi.Clinic;
using Microsoft.Data.Sqlite;

namespace ClinicApi.Accounts;

/// <summary>
/// Locks a user out after 5 failures, until 5 minutes after the last one. Attempts are counted for every name, so that neither the answer
/// nor its time shows whether the user exists.
/// </summary>
public sealed class SignInAttempts(ClinicDatabase database, TimeProvider time)
{
    public const int Max = 5;

    public static readonly TimeSpan Lockout = TimeSpan.FromMinutes(5);

    /// <summary>Counts an attempt before its password is verified, so that parallel attempts are counted too.</summary>
    /// <returns>Whether the attempt is allowed.</returns>
    public async Task<bool> TakeAsync(string user, CancellationToken cancellationToken)
    {
        const string Sql = """
            DELETE FROM sign_in_attempt WHERE last_at <= $expired;
            INSERT INTO sign_in_attempt (user, count, last_at) VALUES ($user, 1, $now)
            ON CONFLICT (user) DO UPDATE SET count = count + 1, last_at = $now WHERE count < $max
            RETURNING count
            """;
        var now = time.GetUtcNow();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand(Sql, connection)
        {
            Parameters =
            {
                new("$user", user),
                new("$max", Max),
                new("$now", now.ToUnixTimeMilliseconds()),
                new("$expired", (now - Lockout).ToUnixTimeMilliseconds()),
            },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    /// <summary>Forgets the attempts of a user who has signed in.</summary>
    public async Task ForgetAsync(string user, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new SqliteCommand("DELETE FROM sign_in_attempt WHERE user = $user", connection)
        {
            Parameters = { new("$user", user) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
