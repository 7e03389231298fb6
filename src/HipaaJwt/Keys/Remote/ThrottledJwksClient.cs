namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Sends at most one request to each address in ten seconds. Callers that come sooner share the response, even for different
/// issuers with the same address. No caller can cancel the request for the others.
/// </summary>
internal sealed class ThrottledJwksClient : IDisposable
{
    /// <summary>The longest time that one response may take.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(5);

    private readonly JwksHttpClient _client;
    private readonly TimeProvider _time;
    private readonly Dictionary<Uri, Task<JwksHttpResponse>> _recent = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();

    public ThrottledJwksClient(JwksHttpClient client, TimeProvider time)
    {
        _client = client;
        _time = time;
    }

    /// <summary>Gets the response of the address. Errors are outcomes; the task never fails.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Ends the wait of this caller. The request continues.</param>
    public async Task<JwksHttpResponse> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await JoinOrStart(address).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new JwksHttpResponse(JwksFetchOutcome.TimedOut);
        }
    }

    /// <summary>Cancels all requests.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Task<JwksHttpResponse> JoinOrStart(Uri address)
    {
        lock (_lock)
        {
            foreach (var expired in _recent.Where(entry => IsExpired(entry.Value)).Select(entry => entry.Key).ToArray())
            {
                _recent.Remove(expired);
            }

            if (!_recent.TryGetValue(address, out var download))
            {
                download = Task.Run(() => ReadAsync(address));
                _recent.Add(address, download);
            }

            return download;
        }
    }

    private bool IsExpired(Task<JwksHttpResponse> download) =>
        download.IsCompletedSuccessfully && _time.GetElapsedTime(download.Result.EndTimestamp) >= RefreshSchedule.MinInterval;

    private async Task<JwksHttpResponse> ReadAsync(Uri address)
    {
        var (requestedAt, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        JwksHttpResponse response;
        try
        {
            using var timeout = new CancellationTokenSource(MaxDuration, _time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
            response = await _client.ReadAsync(address, linked.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            response = new JwksHttpResponse(JwksFetchOutcome.TimedOut);
        }
#pragma warning disable CA1031 // Connections and handlers of the application throw many exceptions. Each of them is a failed refresh.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var error = (exception as HttpRequestException)?.HttpRequestError;
            response = new JwksHttpResponse(JwksFetchOutcome.Unreachable) { ConnectionError = error };
        }

        return response with { RequestedAt = requestedAt, RequestTimestamp = timestamp, EndTimestamp = _time.GetTimestamp() };
    }
}
