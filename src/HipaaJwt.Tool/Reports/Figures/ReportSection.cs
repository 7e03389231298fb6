using System.Text.Json.Nodes;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>One section of the report.</summary>
/// <param name="Id">The name of the section, unique in the report.</param>
/// <param name="Title">The heading.</param>
/// <param name="Method">How the figures were found, with the limits of what they can show.</param>
internal sealed record ReportSection(string Id, string Title, string Method)
{
    /// <summary>What a person should look at, and what is good.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>The limits that were reached, so that figures are incomplete.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["title"] = Title,
        ["findings"] = JsonList.Of(Findings.Select(finding => finding.ToJson())),
        ["limits"] = JsonList.Of(Limits),
        ["tables"] = JsonList.Of(Tables.Select(table => table.ToJson())),
    };
}
