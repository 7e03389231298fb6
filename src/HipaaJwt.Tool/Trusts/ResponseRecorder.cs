using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace HipaaJwt.Tool.Trusts;

/// <summary>Keeps what the issuers answer to the requests of the library. It changes nothing of them. Thread-safe.</summary>
internal sealed class ResponseRecorder
{
    private const int MaxBytes = 1024 * 1024;

    private readonly ConcurrentQueue<KeyResponse> _responses = new();
    private readonly TimeProvider _time;

    public ResponseRecorder(TimeProvider time) => _time = time;

    public IEnumerable<KeyResponse> Responses => _responses;

    public DelegatingHandler CreateHandler() => new Handler(this);

    private static string Describe(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => request.HttpRequestError.ToString(),
        OperationCanceledException => "no answer in time",
        _ => exception.GetType().Name,
    };

    private sealed class Handler(ResponseRecorder recorder) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var start = recorder._time.GetTimestamp();
            try
            {
                var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                var duration = recorder._time.GetElapsedTime(start);
                var keys = await ReadKeysAsync(response.Content, cancellationToken).ConfigureAwait(false);
                var offset = recorder._time.GetUtcNow() - response.Headers.Date;
                recorder._responses.Enqueue(
                    new KeyResponse(request.RequestUri!, (int)response.StatusCode, null, duration, offset, keys));
                return response;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                var duration = recorder._time.GetElapsedTime(start);
                recorder._responses.Enqueue(new KeyResponse(request.RequestUri!, null, Describe(exception), duration, null, []));
                throw;
            }
        }

        private static async Task<ImmutableArray<PublishedKey>> ReadKeysAsync(HttpContent content, CancellationToken cancellation)
        {
            if (content.Headers.ContentLength > MaxBytes)
            {
                return [];
            }

            await content.LoadIntoBufferAsync(MaxBytes, cancellation).ConfigureAwait(false);
            return PublishedKey.ReadSet(await content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
        }
    }
}
