using HipaaJwt.Tool.Reports.Figures;
using HipaaJwt.Tool.Reports.Sites;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>What the report is about.</summary>
internal sealed record ReportScope
{
    /// <summary>The begin of the period, inclusive; null for the first event.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>The end of the period, exclusive.</summary>
    public required DateTimeOffset To { get; init; }

    public required Site Site { get; init; }

    /// <summary>The patient whose accesses are listed, as the user of the tool named it; null for none.</summary>
    public string? Patient { get; init; }

    /// <summary>The largest number of rows of a table of ranks.</summary>
    public required int Rows { get; init; }

    public required DateTimeOffset Now { get; init; }

    public UserLabels Users { get; } = new();

    /// <summary>A time at the site, for a sentence.</summary>
    public string Time(DateTimeOffset time) => TimeCell(time).Text;

    /// <summary>A time at the site, for a table.</summary>
    public Cell TimeCell(DateTimeOffset time) => Cell.Of(Site.ToLocal(time));

    public override string ToString() => nameof(ReportScope);
}
