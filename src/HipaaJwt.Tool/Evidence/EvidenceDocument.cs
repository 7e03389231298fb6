using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Terminal;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Tool.Evidence;

/// <summary>
/// The evidence of a running system: for each paragraph what HipaaJwt does, how it is set, what the log shows, and what the operator must
/// do. It contains no data of users or patients.
/// </summary>
internal sealed class EvidenceDocument
{
    public required IConfigurationSection Settings { get; init; }

    public required IReadOnlyDictionary<AuditEventType, EventCount> Events { get; init; }

    public required AuditLogVerification Verification { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required AuditLogQuery Period { get; init; }

    public JsonObject ToJson() => new()
    {
        ["createdAt"] = CreatedAt.UtcDateTime,
        ["from"] = Period.From?.UtcDateTime,
        ["to"] = Period.To?.UtcDateTime,
        ["log"] = new JsonObject
        {
            ["verdict"] = Verification.Verdict.ToString(),
            ["streams"] = Verification.Streams.Count,
            ["events"] = Verification.Streams.Sum(stream => stream.Events),
            ["eventsAfterAnchor"] = Verification.Streams.Sum(stream => stream.EventsAfterAnchor),
        },
        ["safeguards"] = JsonList.Of(HipaaSafeguards.All.Select(ToJson)),
    };

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Evidence of {CreatedAt.UtcDateTime:u}\n\n")
            .Append("HipaaJwt is HIPAA-aligned. Whether the organization meets the rules depends on its risk analysis, its policies and\n")
            .Append("everything else that it runs.\n\n")
            .Append(CultureInfo.InvariantCulture, $"Audit log: {Verification.Verdict}, ")
            .Append(CultureInfo.InvariantCulture, $"{Verification.Streams.Sum(stream => stream.Events)} events in ")
            .Append(CultureInfo.InvariantCulture, $"{Verification.Streams.Count} streams, ")
            .Append(CultureInfo.InvariantCulture, $"{Verification.Streams.Sum(stream => stream.EventsAfterAnchor)} ")
            .Append("after the last anchor.\n")
            .Append(CultureInfo.InvariantCulture, $"Events are counted from {Time(Period.From, "the first one")} ")
            .Append(CultureInfo.InvariantCulture, $"to {Time(Period.To, "the last one")}.\n");
        foreach (var safeguard in HipaaSafeguards.All)
        {
            Append(text, safeguard);
        }

        return text.ToString();
    }

    private static string Time(DateTimeOffset? time, string otherwise) =>
        time?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? otherwise;

    private JsonNode ToJson(HipaaSafeguard safeguard)
    {
        var (settings, events) = (new JsonObject(), new JsonObject());
        foreach (var setting in safeguard.Settings)
        {
            settings[setting] = SettingText.Of(Settings, setting);
        }

        foreach (var type in safeguard.Events)
        {
            events[type.ToString()] = Events.TryGetValue(type, out var count)
                ? new JsonObject { ["count"] = count.Count, ["first"] = count.First.UtcDateTime, ["last"] = count.Last.UtcDateTime }
                : new JsonObject { ["count"] = 0 };
        }

        return new JsonObject
        {
            ["paragraph"] = safeguard.Paragraph,
            ["specification"] = safeguard.Specification.ToString(),
            ["subject"] = safeguard.Subject,
            ["feature"] = safeguard.Feature,
            ["settings"] = settings,
            ["events"] = events,
            ["operatorDuty"] = safeguard.OperatorDuty,
        };
    }

    private void Append(StringBuilder text, HipaaSafeguard safeguard)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {safeguard.Paragraph} {safeguard.Subject} ({safeguard.Specification})\n\n")
            .Append(safeguard.Feature).Append("\n\n");
        foreach (var setting in safeguard.Settings)
        {
            text.Append(CultureInfo.InvariantCulture, $"- `{setting}`: {SettingText.Of(Settings, setting)}\n");
        }

        foreach (var type in safeguard.Events)
        {
            text.Append(CultureInfo.InvariantCulture, $"- event `{type}`: ")
                .Append(Events.TryGetValue(type, out var count)
                    ? string.Create(
                        CultureInfo.InvariantCulture, $"{count.Count}, from {count.First.UtcDateTime:u} to {count.Last.UtcDateTime:u}\n")
                    : "none\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nDuty of the operator: {safeguard.OperatorDuty}\n");
    }
}
