using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hl7.Fhir.Serialization;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Receiving;

/// <summary>Sends resources to a FHIR server (RESTful ATNA): create by POST, or update by PUT under the identifier of the event.</summary>
internal sealed class FhirServerReceiver : IResourceReceiver
{
    private const string FhirJson = "application/fhir+json";
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    private readonly Func<HttpClient> _clients;
    private readonly FhirAuditExportOptions _options;
    private readonly TimeProvider _time;
    private readonly string _address;

    public FhirServerReceiver(Func<HttpClient> clients, FhirAuditExportOptions options, TimeProvider time)
    {
        _clients = clients;
        _options = options;
        _time = time;
        _address = options.Endpoint!.AbsoluteUri.TrimEnd('/') + "/AuditEvent";
    }

    /// <summary>A resource that is sent twice by POST is there twice.</summary>
    public int MaxUnsaved => _options.UsePut ? 64 : 1;

    public async Task<Receipt> SendAsync(FhirAuditEvent resource, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = Request(resource);
            using var client = _clients();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token)
                .ConfigureAwait(false);
            return ReceiptOf(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Receipt(ReceiptKind.Unavailable, "no answer in time");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Handlers of the application, such as one that acquires tokens, throw exceptions of any type. Messages may contain data.
            var reason = exception is HttpRequestException http ? http.HttpRequestError.ToString() : exception.GetType().Name;
            return new Receipt(ReceiptKind.Unavailable, reason);
        }
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }

    private HttpRequestMessage Request(FhirAuditEvent resource)
    {
        var id = resource.Id;
        if (!_options.UsePut)
        {
            // The server chooses the identifier of what it creates, and some reject another one.
            resource.Id = null;
        }

        var request = new HttpRequestMessage(
            _options.UsePut ? HttpMethod.Put : HttpMethod.Post, _options.UsePut ? $"{_address}/{id}" : _address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(resource.ToJson())),
        };
        resource.Id = id;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(FhirJson);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(FhirJson));
        request.Headers.Add("Prefer", "return=minimal");
        return request;
    }

    /// <summary>
    /// Only 400 and 422 are about the resource. All others are about the server, the credentials or the address: wrong configuration must
    /// not lose events.
    /// </summary>
    private Receipt ReceiptOf(HttpResponseMessage response)
    {
        var reason = $"HTTP {(int)response.StatusCode}";
        return response.IsSuccessStatusCode ? new Receipt(ReceiptKind.Accepted)
            : response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
                ? new Receipt(ReceiptKind.Rejected, reason)
            : new Receipt(ReceiptKind.Unavailable, reason, RetryAfter(response.Headers.RetryAfter));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var delay = header?.Delta ?? (header?.Date is { } date ? date - _time.GetUtcNow() : null);
        return delay is null ? null : TimeSpan.FromTicks(Math.Clamp(delay.Value.Ticks, 0, MaxRetryAfter.Ticks));
    }
}
