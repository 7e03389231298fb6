using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A sentence about a section.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Text">The sentence.</param>
internal sealed record Finding(FindingLevel Level, string Text)
{
    public static Finding Good(string text) => new(FindingLevel.Good, text);

    public static Finding Look(string text) => new(FindingLevel.Look, text);

    public static Finding Bad(string text) => new(FindingLevel.Bad, text);

    public JsonNode ToJson() => new JsonObject { ["level"] = Level.ToString(), ["text"] = Text };
}
