using System.Buffers;

namespace HipaaJwt.Tool.Accounting;

/// <summary>Writes CSV (RFC 4180). A field that a spreadsheet would run as a formula gets a quote before it.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");

    public static string Of(IEnumerable<IReadOnlyList<string?>> rows) =>
        string.Concat(rows.Select(row => string.Join(',', row.Select(Field)) + "\r\n"));

    private static string Field(string? text)
    {
        var value = text ?? string.Empty;
        if (value.Length > 0 && Formula.Contains(value[0]))
        {
            value = "'" + value;
        }

        return value.AsSpan().ContainsAny(Quoted) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
    }
}
