namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A row of a table.</summary>
/// <param name="Mark">Why a person should look at the row; null if nothing is unusual.</param>
/// <param name="Cells">The values, one for each column.</param>
internal sealed record ReportRow(Mark? Mark, params IReadOnlyList<Cell> Cells)
{
    public static ReportRow Of(params IReadOnlyList<Cell> cells) => new(null, cells);
}
