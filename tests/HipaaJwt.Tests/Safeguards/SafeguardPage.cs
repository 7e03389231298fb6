namespace HipaaJwt.Tests.Safeguards;

/// <summary>The tables of <c>docs/hipaa-mapping.md</c>.</summary>
internal static class SafeguardPage
{
    public static string Path { get; } = System.IO.Path.Combine(Architecture.Repository.Root, "docs", "hipaa-mapping.md");

    /// <summary>Replaces the tables of a page by those of the rows.</summary>
    public static string Render(string page, IReadOnlyList<SafeguardRow> rows)
    {
        page = Replace(page, "technical", TableOf(rows.Where(row => row.Group == "technical")));
        page = Replace(page, "related", TableOf(rows.Where(row => row.Group == "related")));
        return Replace(page, "settings and tests", EvidenceOf(rows));
    }

    private static string TableOf(IEnumerable<SafeguardRow> rows) =>
        "| Paragraph | Subject | What HipaaJwt does | What you must do |\n|---|---|---|---|\n"
        + string.Concat(rows.Select(row => $"| {row.Paragraph}{Mark(row)} | {row.Subject} | {row.Feature} | {row.Duty} |\n"));

    private static string EvidenceOf(IEnumerable<SafeguardRow> rows) =>
        "| Paragraph | Settings | Audit events | Tests |\n|---|---|---|---|\n"
        + string.Concat(rows.Select(row =>
            $"| {row.Paragraph} | {Codes(row.Settings)} | {Codes(row.Events.Select(type => type.ToString()))} | {Codes(row.Tests)} |\n"));

    private static string Mark(SafeguardRow row) => row.Specification switch
    {
        SafeguardSpecification.Required => " R",
        SafeguardSpecification.Addressable => " A",
        _ => string.Empty,
    };

    private static string Codes(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private static string Replace(string page, string part, string table)
    {
        var (start, end) = ($"<!-- {part}, from safeguards.json -->\n\n", $"\n<!-- end of {part} -->");
        var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var to = page.IndexOf(end, StringComparison.Ordinal);
        from.Should().BeGreaterThan(start.Length, "the page has the comment {0}", start);
        to.Should().BeGreaterThanOrEqualTo(from);
        return page[..from] + table + page[to..];
    }
}
