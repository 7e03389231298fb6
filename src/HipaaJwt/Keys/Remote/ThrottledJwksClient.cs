namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Asks each address at most once in ten seconds, whoever asks and however many issuers have it in common: who comes sooner
/// gets the answer that another one got.
/// </summary>
internal sealed class ThrottledJwksClient
{
    private readonly JwksHttpClient _reader;
    private readonly TimeProvider _time;
    private readonly Dictionary<Uri, Task<JwksHttpResponse>> _recent = [];
    private readonly Lock _lock = new();

    public ThrottledJwksClient(JwksHttpClient reader, TimeProvider time)
    {
        _reader = reader;
        _time = time;
    }

    /// <summary>What the address answers; it does not throw.</summary>
    public Task<JwksHttpResponse> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var past in _recent.Where(entry => IsOver(entry.Value)).Select(entry => entry.Key).ToArray())
            {
                _recent.Remove(past);
            }

            if (!_recent.TryGetValue(address, out var download))
            {
                download = Task.Run(() => ReadAsync(address, cancellationToken), CancellationToken.None);
                _recent.Add(address, download);
            }

            return download;
        }
    }

    private bool IsOver(Task<JwksHttpResponse> download) =>
        download.IsCompletedSuccessfully && _time.GetElapsedTime(download.Result.EndTimestamp) >= RefreshSchedule.LeastPause;

    private async Task<JwksHttpResponse> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var (asked, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        JwksHttpResponse download;
        try
        {
            download = await _reader.ReadAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            download = new JwksHttpResponse(JwksFetchOutcome.TimedOut);
        }
#pragma warning disable CA1031 // Connections fail in many ways, and so do handlers of the application; each of them is a failed refresh.
        catch (Exception)
#pragma warning restore CA1031
        {
            download = new JwksHttpResponse(JwksFetchOutcome.Unreachable);
        }

        return download with { RequestedAt = asked, RequestTimestamp = timestamp, EndTimestamp = _time.GetTimestamp() };
    }
}
