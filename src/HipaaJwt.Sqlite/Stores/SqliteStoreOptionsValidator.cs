using Microsoft.Extensions.Options;

namespace HipaaJwt.Sqlite.Stores;

/// <summary>Checks the options.</summary>
internal sealed class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStoreOptions options)
    {
        var path = options.Path;
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            return ValidateOptionsResult.Fail("SqliteStoreOptions.Path: the path is missing. Write the path of a file on a local disk.");
        }

        return path.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase)
            || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Fail(
                "SqliteStoreOptions.Path: the value is not the path of a file. Write the path of a file on a local disk, or use "
                + "AddMemoryStores for stores in memory.")
            : ValidateOptionsResult.Success;
    }
}
