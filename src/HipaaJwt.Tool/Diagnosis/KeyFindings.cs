using System.Globalization;
using HipaaJwt.Tool.Terminal;
using HipaaJwt.Tool.Trusts;

namespace HipaaJwt.Tool.Diagnosis;

/// <summary>Checks whether the addresses of keys answer, and whether the clock is right by their answers.</summary>
internal static class KeyFindings
{
    private const string Current = "Current";
    private const string Stale = "Stale";

    /// <summary>HTTP tells the time in whole seconds, and the answer takes its time.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(5);

    public static IEnumerable<Finding> OfStates(IReadOnlyDictionary<string, string> states) =>
        states.Select(state => new Finding(SeverityOf(state.Value), "keys", $"{state.Key}: {state.Value}"));

    public static IEnumerable<Finding> OfResponses(IEnumerable<KeyResponse> responses) =>
        from response in responses
        let isGood = response.Status == 200
        let answer = response.Status is { } status ? $"HTTP {status}" : response.Problem
        let milliseconds = (long)response.Duration.TotalMilliseconds
        select new Finding(
            isGood ? Severity.Ok : Severity.Problem,
            "address",
            string.Create(CultureInfo.InvariantCulture, $"{response.Address}: {answer} in {milliseconds} ms"));

    public static IEnumerable<Finding> OfClock(IEnumerable<KeyResponse> responses, TimeSpan clockSkew)
    {
        foreach (var server in responses.Where(response => response.ClockOffset is not null).GroupBy(response => response.Address.Host))
        {
            var offset = server.Select(response => response.ClockOffset!.Value).MinBy(found => found.Duration());
            var distance = offset.Duration();
            var direction = offset < TimeSpan.Zero ? "behind" : "ahead of";
            yield return distance <= Precision
                ? new Finding(Severity.Ok, "clock", $"within 5 s of the clock of {server.Key}.")
                : new Finding(
                    distance > clockSkew ? Severity.Problem : Severity.Warning,
                    "clock",
                    $"{Age.Of(distance)} {direction} the clock of {server.Key}; ClockSkew is {Age.Of(clockSkew)}. Synchronize the clock.");
        }
    }

    private static Severity SeverityOf(string state) =>
        state.StartsWith(Current, StringComparison.Ordinal) ? Severity.Ok
        : state.StartsWith(Stale, StringComparison.Ordinal) ? Severity.Warning
        : Severity.Problem;
}
