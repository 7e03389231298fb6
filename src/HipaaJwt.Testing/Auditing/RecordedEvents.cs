using System.Globalization;
using System.Text;

namespace HipaaJwt.Testing.Auditing;

/// <summary>Describes recorded events in the message of a failed assertion.</summary>
internal static class RecordedEvents
{
    public static string Describe(IReadOnlyCollection<AuditEvent> events)
    {
        if (events.Count == 0)
        {
            return "No event was recorded.";
        }

        var text = new StringBuilder("Recorded were:");
        foreach (var recorded in events)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {Describe(recorded)}");
        }

        return text.ToString();
    }

    private static string Describe(AuditEvent recorded)
    {
        List<string> parts = [recorded.Type.ToString()];
        Add("by", recorded.Subject);
        Add("because", recorded.ReasonCode == JwtErrorCode.None ? null : Reason(recorded));
        Add("for", recorded.Resource);
        Add("requiring", recorded.Permissions.Count == 0 ? null : string.Join(", ", recorded.Permissions));
        Add("about patient", recorded.Patient);
        return string.Join(' ', parts);

        void Add(string word, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{word} {value}");
            }
        }
    }

    private static string Reason(AuditEvent recorded) =>
        recorded.ReasonMember is { } member ? $"{recorded.ReasonCode} ({member})" : recorded.ReasonCode.ToString();
}
