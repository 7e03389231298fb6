using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace HipaaJwt.PostgreSql.Commands;

/// <summary>Creates commands that end after a limited time even if the caller passes no cancellation token.</summary>
internal static class NpgsqlConnectionExtensions
{
    /// <summary>The maximum of the timeouts in the options of revocation and replay. Usually the token ends a command earlier.</summary>
    public const int TimeoutSeconds = 60;

    [SuppressMessage("Security", "CA2100", Justification = "The only variable part of the statements is the validated name of the schema.")]
    public static NpgsqlCommand CreateLimitedCommand(this NpgsqlConnection connection, string sql) =>
        new(sql, connection) { CommandTimeout = TimeoutSeconds };

    public static async ValueTask ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateLimitedCommand(sql);
        await using var disposal = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
