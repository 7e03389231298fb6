using HipaaJwt.Sqlite.Files;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Checks the options.</summary>
internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options) => FilePath.ProblemOf(options.Path) is { } problem
        ? ValidateOptionsResult.Fail($"{nameof(SqliteStoreOptions)}.{nameof(options.Path)}: {problem}")
        : ValidateOptionsResult.Success;
}
