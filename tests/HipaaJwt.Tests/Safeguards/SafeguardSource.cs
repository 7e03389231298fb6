using System.Text;
using System.Text.RegularExpressions;

namespace HipaaJwt.Tests.Safeguards;

/// <summary>The code of <c>SafeguardTable</c>, without links and tests.</summary>
internal static partial class SafeguardSource
{
    private const int MaxLineLength = 140;
    private const string Indent = "                ";

    public static string Path { get; } =
        System.IO.Path.Combine(Architecture.Repository.Root, "src", "HipaaJwt", "Safeguards", "SafeguardTable.cs");

    public static string Render(IReadOnlyList<SafeguardRow> rows)
    {
        var code = new StringBuilder("""
            namespace HipaaJwt.Safeguards;

            /// <summary>The rows of <c>docs/safeguards.json</c>. A test keeps them in step, and writes this file.</summary>
            internal static class SafeguardTable
            {
                public static IReadOnlyList<HipaaSafeguard> All { get; } =
                [

            """);
        foreach (var row in rows)
        {
            Append(code, row);
        }

        return code.Append("    ];\n}\n").ToString();
    }

    private static void Append(StringBuilder code, SafeguardRow row)
    {
        code.Append($"        new(\"{row.Paragraph}\", SafeguardSpecification.{row.Specification}, \"{row.Subject}\")\n        {{\n");
        code.Append($"            Feature =\n{Text(row.Feature)},\n");
        code.Append($"            OperatorDuty =\n{Text(row.Duty)},\n");
        AppendList(code, nameof(HipaaSafeguard.Settings), row.Settings.Select(setting => $"\"{setting}\""));
        AppendList(code, nameof(HipaaSafeguard.Events), row.Events.Select(type => $"AuditEventType.{type}"));
        code.Append("        },\n");
    }

    private static void AppendList(StringBuilder code, string name, IEnumerable<string> values)
    {
        string[] all = [.. values];
        if (all.Length == 0)
        {
            return;
        }

        var line = $"            {name} = [{string.Join(", ", all)}],";
        code.Append(line.Length <= MaxLineLength
            ? $"{line}\n"
            : $"            {name} =\n            [\n{string.Concat(all.Select(value => $"{Indent}{value},\n"))}            ],\n");
    }

    /// <summary>A string literal on lines of limited length.</summary>
    private static string Text(string markdown)
    {
        var text = Link().Replace(LinkInParentheses().Replace(markdown, string.Empty), "$1")
            .Replace("`", string.Empty, StringComparison.Ordinal);
        var lines = new List<string> { string.Empty };
        foreach (var word in text.Replace("\"", "\\\"", StringComparison.Ordinal).Split(' '))
        {
            if (Indent.Length + lines[^1].Length + word.Length + 6 > MaxLineLength)
            {
                lines[^1] += " ";
                lines.Add(string.Empty);
            }

            lines[^1] += lines[^1].Length == 0 ? word : $" {word}";
        }

        return string.Join("\n", lines.Select((line, index) => $"{Indent}{(index == 0 ? string.Empty : "+ ")}\"{line}\""));
    }

    [GeneratedRegex(@" \(\[[^\]]+\]\([^)]+\)\)")]
    private static partial Regex LinkInParentheses();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
