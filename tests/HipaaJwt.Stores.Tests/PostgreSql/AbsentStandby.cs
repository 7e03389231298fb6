using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>Lets the commits of a server wait for a standby that does not exist.</summary>
internal static class AbsentStandby
{
    /// <summary>Changes the setting, and returns when commits wait.</summary>
    public static async Task RequireAsync(PostgreSqlServer server)
    {
        await server.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'absent'");
        await server.ExecuteAsync("SELECT pg_reload_conf()");

        // The processes of a server apply a reload one after the other.
        await Eventually.TrueAsync(() => CommitWaitsAsync(server), "the server must apply the new setting");
    }

    private static async Task<bool> CommitWaitsAsync(PostgreSqlServer server)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false;Options=-c statement_timeout=1s");
        await connection.OpenAsync();
        var hasWaited = false;
        connection.Notice += (_, arguments) => hasWaited |= arguments.Notice.InvariantSeverity == "WARNING";
        await using var command = new NpgsqlCommand("SELECT pg_logical_emit_message(true, 'probe', '')::text", connection);
        await command.ExecuteNonQueryAsync();
        return hasWaited;
    }
}
