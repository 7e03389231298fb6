namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A column of a table.</summary>
/// <param name="Key">The name in JSON.</param>
/// <param name="Title">The heading, with the unit.</param>
/// <param name="IsNumber">Whether the values are aligned to the right.</param>
internal sealed record ReportColumn(string Key, string Title, bool IsNumber)
{
    public static ReportColumn Text(string key, string title) => new(key, title, IsNumber: false);

    public static ReportColumn Number(string key, string title) => new(key, title, IsNumber: true);
}
