namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Sends at most one request to each address in ten seconds. Callers that come sooner share the response, even for different
/// issuers with the same address.
/// </summary>
internal sealed class ThrottledJwksClient
{
    private readonly JwksHttpClient _client;
    private readonly TimeProvider _time;
    private readonly Dictionary<Uri, Task<JwksHttpResponse>> _recent = [];
    private readonly Lock _lock = new();

    public ThrottledJwksClient(JwksHttpClient client, TimeProvider time)
    {
        _client = client;
        _time = time;
    }

    /// <summary>Gets the response of the address. Errors are outcomes; the task never fails.</summary>
    public Task<JwksHttpResponse> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var expired in _recent.Where(entry => IsExpired(entry.Value)).Select(entry => entry.Key).ToArray())
            {
                _recent.Remove(expired);
            }

            if (!_recent.TryGetValue(address, out var download))
            {
                download = Task.Run(() => ReadAsync(address, cancellationToken), CancellationToken.None);
                _recent.Add(address, download);
            }

            return download;
        }
    }

    private bool IsExpired(Task<JwksHttpResponse> download) =>
        download.IsCompletedSuccessfully && _time.GetElapsedTime(download.Result.EndTimestamp) >= RefreshSchedule.MinInterval;

    private async Task<JwksHttpResponse> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var (requestedAt, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        JwksHttpResponse response;
        try
        {
            response = await _client.ReadAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            response = new JwksHttpResponse(JwksFetchOutcome.TimedOut);
        }
#pragma warning disable CA1031 // Connections and handlers of the application throw many exceptions. Each of them is a failed refresh.
        catch (Exception)
#pragma warning restore CA1031
        {
            response = new JwksHttpResponse(JwksFetchOutcome.Unreachable);
        }

        return response with { RequestedAt = requestedAt, RequestTimestamp = timestamp, EndTimestamp = _time.GetTimestamp() };
    }
}
