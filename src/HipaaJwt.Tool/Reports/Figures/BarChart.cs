namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A chart of the rows of a table: one bar for each row. The axis starts at zero.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Unit">The unit of the axis.</param>
/// <param name="Label">The column with the names of the bars.</param>
/// <param name="Series">The columns with the lengths of the parts of each bar.</param>
internal sealed record BarChart(string Title, string Unit, int Label, params IReadOnlyList<int> Series)
{
    /// <summary>Whether the bars lie, one below the other, for names. Otherwise they stand, from left to right, for times.</summary>
    public bool IsHorizontal { get; init; }
}
