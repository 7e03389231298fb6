using System.Diagnostics;
using System.Net;
using ClinicApi.Auditing;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Sends requests to one instance and reads their audit events.</summary>
internal sealed class ScenarioRunner(HttpClient http, AuditReview review, TimeProvider time)
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The number of audit events of all requests.</summary>
    public int Events { get; private set; }

    public async Task<Outcome> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The trace context (W3C) relates the events to the request.
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await http.SendAsync(request, cancellationToken);
        var events = await review.FindByTraceAsync(trace, cancellationToken);
        Events += events.Count;
        AuditEntry[] decisions = [.. events.Where(entry => !IsRevocation(entry))];
        var decision = decisions.Length == 1 ? decisions[0] : null;
        return new Outcome(
            response.StatusCode,
            Text(response.Headers.WwwAuthenticate.ToString()),
            await BodyOfAsync(response.Content, cancellationToken),
            decision?.Event ?? $"{decisions.Length} events",
            Text(decision?.Reason),
            Text(decision?.Subject))
        {
            Revocation = Text(string.Join(", ", events.Where(IsRevocation).Select(RevocationOf))),
        };
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

    private static bool IsRevocation(AuditEntry entry) => entry.Event == nameof(AuditEventType.TokenRevoked);

    private static string RevocationOf(AuditEntry entry) => $"{entry.Event} {entry.Resource}, {entry.Reason}, by {entry.Subject}";

    private static async Task<string> BodyOfAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsByteArrayAsync(cancellationToken);
        return body.Length == 0 ? Outcome.None : content.Headers.ContentType?.MediaType ?? "untyped";
    }

    private static string Text(string? text) => string.IsNullOrEmpty(text) ? Outcome.None : text;
}
