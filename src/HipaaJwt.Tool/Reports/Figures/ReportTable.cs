using System.Text.Json.Nodes;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A table of figures. A chart shows only what its table contains.</summary>
/// <param name="Id">The name of the table, unique in the report.</param>
/// <param name="Caption">What the rows are.</param>
/// <param name="Columns">The columns.</param>
internal sealed record ReportTable(string Id, string Caption, params IReadOnlyList<ReportColumn> Columns)
{
    private const int MaxMarked = 1_000;

    /// <summary>The rows that are shown.</summary>
    public IReadOnlyList<ReportRow> Rows { get; private init; } = [];

    /// <summary>The number of rows that exist. If it is larger than that of the shown ones, the page says so.</summary>
    public long Total { get; private init; }

    public BarChart? Chart { get; init; }

    public bool HasMarks => Rows.Any(row => row.Mark is not null);

    public ReportTable WithAll(params IEnumerable<ReportRow> rows)
    {
        var all = rows.ToArray();
        return this with { Rows = all, Total = all.Length };
    }

    /// <summary>
    /// Shows the marked rows first, up to 1,000 of them, the furthest above their limits first, and as many others as there is room for.
    /// Otherwise the order stays.
    /// </summary>
    public ReportTable WithTop(int limit, IEnumerable<ReportRow> rows)
    {
        var all = rows.ToArray();
        var marked = Math.Min(all.Count(row => row.Mark is not null), MaxMarked);
        var ordered = all.OrderByDescending(row => row.Mark?.TimesLimit ?? 0).Take(Math.Max(limit, marked));
        return this with { Rows = [.. ordered], Total = all.Length };
    }

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["caption"] = Caption,
        ["total"] = Total,
        ["rows"] = JsonList.Of(Rows.Select(ToJson)),
    };

    private JsonNode ToJson(ReportRow row)
    {
        var json = new JsonObject();
        for (var index = 0; index < Columns.Count; index++)
        {
            json[Columns[index].Key] = row.Cells[index].ToJson();
        }

        json["mark"] = row.Mark?.Reason;
        return json;
    }
}
