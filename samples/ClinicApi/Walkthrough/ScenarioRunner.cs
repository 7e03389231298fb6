using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using ClinicApi.Auditing;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Sends requests to one instance and reads their audit events.</summary>
internal sealed class ScenarioRunner(HttpClient http, AuditReview review, TimeProvider time)
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The types of events that follow from a decision. Without a request, the clinic itself caused them.</summary>
    public static readonly string[] FurtherEvents =
        [nameof(AuditEventType.TokenRevoked), nameof(AuditEventType.SessionEnded), nameof(AuditEventType.SigningKeyChanged)];

    /// <summary>The number of audit events of all requests.</summary>
    public int Events { get; private set; }

    public async Task<Outcome> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (await ExchangeAsync(request, cancellationToken)).Outcome;

    /// <returns>The outcome and the body of the response.</returns>
    public async Task<(Outcome Outcome, string Body)> ExchangeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The trace context (W3C) relates the events to the request.
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await http.SendAsync(request, cancellationToken);
        var events = await review.FindByTraceAsync(trace, cancellationToken);
        Events += events.Count;
        var decision = DecisionOf(events);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var outcome = new Outcome(
            response.StatusCode,
            Text(response.Headers.WwwAuthenticate.ToString()),
            body.Length == 0 ? Outcome.None : response.Content.Headers.ContentType?.MediaType ?? "untyped",
            decision?.Event ?? $"{events.Count} events",
            Text(decision?.Reason),
            Text(decision?.Subject))
        {
            Error = ErrorOf(body),
            Further = Text(string.Join(Outcome.NextEvent, events.Where(entry => entry != decision).Select(FurtherOf))),
        };
        return (outcome, body);
    }

    public async Task<Tokens> SignInAsync(string user, CancellationToken cancellationToken)
    {
        var (outcome, body) = await ExchangeAsync(Scenario.SignIn(user), cancellationToken);
        return outcome.Status == HttpStatusCode.OK
            ? Tokens.From(body)
            : throw new InvalidOperationException($"{user} could not sign in: {outcome.Status}, {outcome.Reason}.");
    }

    /// <summary>Repeats a request until its status is the expected one.</summary>
    /// <returns>The time at which that request was sent; null if one that was sent after the limit had another status.</returns>
    public async Task<TimeSpan?> WaitForAsync(
        HttpStatusCode status, Func<Task<HttpRequestMessage>> createRequest, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var sentAt = time.GetElapsedTime(start);
            var outcome = await SendAsync(await createRequest(), cancellationToken);
            if (outcome.Status == status)
            {
                return sentAt;
            }

            if (sentAt > limit)
            {
                return null;
            }

            await Task.Delay(RepeatInterval, time, cancellationToken);
        }
    }

    /// <summary>Returns the response of the health check.</summary>
    public async Task<string> HealthAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
    }

    /// <summary>Returns the identifiers of the published keys.</summary>
    public async Task<string[]> KeyIdsAsync(CancellationToken cancellationToken)
    {
        // The request may create a key, which is recorded.
        var (_, keySet) = await ExchangeAsync(Scenario.Read("/jwks"), cancellationToken);
        return [.. JsonNode.Parse(keySet)!["keys"]!.AsArray().Select(key => (string)key!["kid"]!)];
    }

    /// <summary>Finds the decision about a request. If a policy rejects a refresh, that is the end of the session.</summary>
    /// <returns>Null if the request has none, or several.</returns>
    private static AuditEntry? DecisionOf(IReadOnlyList<AuditEntry> events)
    {
        AuditEntry[] decisions = [.. events.Where(entry => !FurtherEvents.Contains(entry.Event))];
        return decisions.Length switch
        {
            1 => decisions[0],
            0 when events.Count > 0 => events[^1],
            _ => null,
        };
    }

    private static string FurtherOf(AuditEntry entry) => entry.Event switch
    {
        nameof(AuditEventType.TokenRevoked) => $"{entry.Event} {entry.Resource}, {entry.Reason}, by {Text(entry.Subject)}",
        nameof(AuditEventType.SessionEnded) => $"{entry.Event} {entry.Subject}, {entry.Reason}, by {Text(entry.Actor)}",
        _ => $"{entry.Event} {entry.Resource}, by {Text(entry.Subject)}",
    };

    private static string ErrorOf(string body) =>
        body.StartsWith('{') ? Text((string?)JsonNode.Parse(body)!["error"]) : Outcome.None;

    private static string Text(string? text) => string.IsNullOrEmpty(text) ? Outcome.None : text;
}
