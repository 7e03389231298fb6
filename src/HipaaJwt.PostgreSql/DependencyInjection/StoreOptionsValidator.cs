using Microsoft.Extensions.Options;

namespace HipaaJwt.PostgreSql.DependencyInjection;

/// <summary>Validates the options of the stores at start.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<PostgreSqlStoreOptions>
{
    /// <summary>The maximum length of a name in PostgreSQL.</summary>
    private const int MaxLength = 63;

    public ValidateOptionsResult Validate(string? name, PostgreSqlStoreOptions options) =>
        IsName(options.Schema)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{nameof(PostgreSqlStoreOptions)}.{nameof(PostgreSqlStoreOptions.Schema)}: '{options.Schema}' is not a supported name. "
                + "Use 1 to 63 lower-case letters, digits and underscores. Start with a letter or an underscore, and not with 'pg_'.");

    private static bool IsName(string? schema) =>
        schema is { Length: >= 1 and <= MaxLength }
        && schema.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')
        && !char.IsAsciiDigit(schema[0])
        && !schema.StartsWith("pg_", StringComparison.Ordinal);
}
