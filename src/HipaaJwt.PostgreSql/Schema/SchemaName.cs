namespace HipaaJwt.PostgreSql.Schema;

/// <summary>The names of schemas that are supported. They need no escaping in statements.</summary>
internal static class SchemaName
{
    public const string Remedy =
        "is not a supported name. Use 1 to 63 lower-case letters, digits and underscores. Start with a letter or an underscore, and not "
        + "with 'pg_'.";

    /// <summary>The maximum length of a name in PostgreSQL.</summary>
    private const int MaxLength = 63;

    public static bool IsValid(string? schema) =>
        schema is { Length: >= 1 and <= MaxLength }
        && schema.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')
        && !char.IsAsciiDigit(schema[0])
        && !schema.StartsWith("pg_", StringComparison.Ordinal);
}
