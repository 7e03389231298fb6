namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Sends at most one request to each address in ten seconds. Callers that come sooner share the response, even for different
/// issuers with the same address. Only the first four requests after one that did not reach the host may follow sooner
/// (<see cref="RefreshSchedule.DelayAfter"/>). The platform repeats a request if the host closes a shared connection without an answer. No
/// caller can cancel the request for the others.
/// </summary>
internal sealed class ThrottledJwksClient : IDisposable
{
    /// <summary>The longest time that one response may take.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(5);

    /// <summary>How long failures of an address count, so that a caller who waits does not get the sooner requests again.</summary>
    private static readonly TimeSpan FailureMemory = TimeSpan.FromHours(1);

    /// <summary>Beyond this number of addresses, failures are forgotten as soon as the address may be requested again.</summary>
    private const int MaxFailures = 4096;

    private readonly JwksHttpClient _client;
    private readonly TimeProvider _time;
    private readonly Dictionary<Uri, Download> _recent = [];
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
            RemoveOld();
            if (!_recent.TryGetValue(address, out var download) || IsOver(download, download.MinInterval))
            {
                download = new Download(Task.Run(() => ReadAsync(address)), download?.Failures ?? 0);
                _recent[address] = download;
            }

            return download.Response;
        }
    }

    private void RemoveOld()
    {
        var memory = _recent.Count > MaxFailures ? RefreshSchedule.MinInterval : FailureMemory;
        foreach (var (address, download) in _recent)
        {
            if (IsOver(download, download.Failures == 0 ? RefreshSchedule.MinInterval : memory))
            {
                _recent.Remove(address);
            }
        }
    }

    private bool IsOver(Download download, TimeSpan interval) =>
        download.Response.IsCompletedSuccessfully && _time.GetElapsedTime(download.Response.Result.EndTimestamp) >= interval;

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

    /// <param name="Response">The response, now or later.</param>
    /// <param name="EarlierFailures">How many requests before this one did not reach the host, without one that did between them.</param>
    private sealed record Download(Task<JwksHttpResponse> Response, int EarlierFailures)
    {
        public int Failures => Response is { IsCompletedSuccessfully: true, Result.CanRetrySoon: true } ? EarlierFailures + 1 : 0;

        /// <summary>The least time from the end of this request to the next.</summary>
        public TimeSpan MinInterval => Failures > 0 ? RefreshSchedule.DelayAfter(Failures) : RefreshSchedule.MinInterval;
    }
}
