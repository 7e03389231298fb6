using Microsoft.Extensions.Options;

namespace HipaaJwt.Sqlite.Database;

/// <summary>A file that the options name and that is not usable.</summary>
internal static class SqliteProblem
{
    /// <summary>Creates the exception that stops the host at start.</summary>
    /// <param name="problem">The option, what is wrong, and the remedy.</param>
    public static OptionsValidationException Create(string problem) =>
        new(nameof(SqliteStoreOptions), typeof(SqliteStoreOptions), [problem]);
}
