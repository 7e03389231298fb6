using System.Text.Json;
using HipaaJwt.Tests.Architecture;

namespace HipaaJwt.Tests.Safeguards;

/// <summary>One row of <c>docs/safeguards.json</c>, from which the page, the code and the evidence are made.</summary>
/// <param name="Paragraph">The paragraph of 45 CFR.</param>
/// <param name="Group">The table of the page: <c>technical</c> or <c>related</c>.</param>
/// <param name="Specification">How the paragraph binds.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Feature">What HipaaJwt does, in Markdown.</param>
/// <param name="Settings">Options and registration methods.</param>
/// <param name="Events">Audit events.</param>
/// <param name="Tests">The full names of test classes.</param>
/// <param name="Duty">What the operator must do, in Markdown.</param>
internal sealed record SafeguardRow(
    string Paragraph,
    string Group,
    SafeguardSpecification Specification,
    string Subject,
    string Feature,
    IReadOnlyList<string> Settings,
    IReadOnlyList<AuditEventType> Events,
    IReadOnlyList<string> Tests,
    string Duty)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    public static IReadOnlyList<SafeguardRow> ReadAll() => JsonSerializer.Deserialize<List<SafeguardRow>>(
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "safeguards.json")), Options)!;
}
