using System.Globalization;
using System.Reflection;

namespace HipaaJwt.PostgreSql.Schema;

/// <summary>The numbered scripts that create and upgrade the tables. They are embedded in the assembly.</summary>
internal static class SchemaScripts
{
    private const string DefaultSchema = "\"hipaajwt\"";
    private const string DefaultAuditSchema = "\"hipaajwt_audit\"";

    /// <summary>The audit log has a schema of its own.</summary>
    private const string AuditFolder = "audit/";

    private static readonly Assembly Resources = typeof(SchemaScripts).Assembly;

    /// <summary>The version that this library needs: the number of scripts.</summary>
    public static int LatestVersion { get; } = FindNames().Length;

    /// <summary>Gets the statements that upgrade a schema from a version.</summary>
    /// <param name="version">The version of the schema; 0 if it does not exist.</param>
    /// <param name="quotedSchema">The name of the schema in double quotes.</param>
    public static IEnumerable<string> StatementsAfter(int version, string quotedSchema) =>
        from name in FindNames()
        where NumberOf(name) > version
        from statement in StatementsOf(name)
        select statement.Replace(DefaultSchema, quotedSchema, StringComparison.Ordinal);

    /// <summary>Gets the statements that create the tables of an audit log.</summary>
    /// <param name="quotedSchema">The name of the schema in double quotes.</param>
    public static IEnumerable<string> AuditLogStatements(string quotedSchema) =>
        StatementsOf(AuditFolder + "0001-audit-log.sql")
            .Select(statement => statement.Replace(DefaultAuditSchema, quotedSchema, StringComparison.Ordinal));

    private static string[] StatementsOf(string name) =>
        Read(name).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

    private static string[] FindNames() =>
    [
        .. Resources.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && !name.StartsWith(AuditFolder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static int NumberOf(string name) => int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Read(string name)
    {
        using var reader = new StreamReader(Resources.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
