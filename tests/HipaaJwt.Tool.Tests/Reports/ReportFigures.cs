using System.Text.Json.Nodes;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Reports;

/// <summary>The figures of a report, and its page.</summary>
internal sealed record ReportFigures(ToolRun Run, string Page)
{
    public IEnumerable<string> Findings(string section) =>
        Section(section)["findings"]!.AsArray().Where(finding => Text(finding!["level"]) != "Good")
            .Select(finding => Text(finding!["text"]));

    public IReadOnlyList<JsonObject> Rows(string table) =>
    [
        .. Run.Json["sections"]!.AsArray().SelectMany(section => section!["tables"]!.AsArray())
            .Single(candidate => Text(candidate!["id"]) == table)!["rows"]!.AsArray().Select(row => row!.AsObject()),
    ];

    public JsonObject Row(string table, string name) => Rows(table).Single(row => Text(row.First().Value) == name);

    /// <summary>The names of the marked rows.</summary>
    public IEnumerable<string> Marked(string table) =>
        Rows(table).Where(row => row["mark"] is not null).Select(row => Text(row.First().Value));

    public JsonObject Section(string id) =>
        Run.Json["sections"]!.AsArray().Single(section => Text(section!["id"]) == id)!.AsObject();

    public static string Text(JsonNode? node) => node?.GetValue<string>() ?? string.Empty;
}
