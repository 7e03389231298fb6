using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A sentence about a section.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Text">The sentence.</param>
internal sealed record Finding(FindingLevel Level, string Text)
{
    private const int MaxOfTable = 20;

    /// <summary>The value divided by the limit from which it is marked; 1 if the finding is no number.</summary>
    public double TimesLimit { get; init; } = 1;

    public static Finding Good(string text) => new(FindingLevel.Good, text);

    public static Finding Look(string text) => new(FindingLevel.Look, text);

    public static Finding Bad(string text) => new(FindingLevel.Bad, text);

    /// <summary>A finding for each marked row of a table, by its first cell. Beyond 20, one finding counts the rest.</summary>
    public static IEnumerable<Finding> OfMarked(ReportTable table, string subject)
    {
        var marked = table.Rows.Where(row => row.Mark is not null).ToArray();
        foreach (var row in marked.Take(MaxOfTable))
        {
            yield return Look($"{subject} {row.Cells[0].Text}: {row.Mark}.") with { TimesLimit = row.Mark!.TimesLimit };
        }

        if (marked.Length > MaxOfTable)
        {
            yield return Look($"{subject}: {marked.Length - MaxOfTable} further rows are marked.");
        }
    }

    public JsonNode ToJson() => new JsonObject
    {
        ["level"] = Level.ToString(),
        ["text"] = Text,
        ["timesLimit"] = Math.Round(TimesLimit, 1),
    };
}
