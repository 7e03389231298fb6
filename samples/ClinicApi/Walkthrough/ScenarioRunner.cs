using System.Diagnostics;
using ClinicApi.Auditing;

namespace ClinicApi.Walkthrough;

/// <summary>Sends a request and reads its audit events.</summary>
internal sealed class ScenarioRunner(HttpClient http, AuditReview review)
{
    public async Task<Outcome> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The trace context (W3C) relates the events to the request.
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var response = await http.SendAsync(request, cancellationToken);
        var events = await review.FindByTraceAsync(trace, cancellationToken);
        var auditEvent = events.Count == 1 ? events[0] : null;
        return new Outcome(
            response.StatusCode,
            Text(response.Headers.WwwAuthenticate.ToString()),
            await BodyOfAsync(response.Content, cancellationToken),
            auditEvent?.Event ?? $"{events.Count} events",
            Text(auditEvent?.Reason),
            Text(auditEvent?.Subject));
    }

    private static async Task<string> BodyOfAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsByteArrayAsync(cancellationToken);
        return body.Length == 0 ? Outcome.None : content.Headers.ContentType?.MediaType ?? "untyped";
    }

    private static string Text(string? text) => string.IsNullOrEmpty(text) ? Outcome.None : text;
}
