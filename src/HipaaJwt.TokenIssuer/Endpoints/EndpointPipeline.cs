using HipaaJwt.TokenIssuer.Clients;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>
/// What the endpoints for clients have in common: no caching, the form, the authentication of the client, errors and their audit events.
/// </summary>
internal sealed class EndpointPipeline
{
    private readonly ClientAuthenticator _clients;
    private readonly RejectionRecorder _recorder;
    private readonly string _challenge;

    /// <param name="clients">Authenticates clients.</param>
    /// <param name="recorder">Records rejections.</param>
    /// <param name="issuer">The issuer, which is the realm of challenges. An address contains no quotes.</param>
    public EndpointPipeline(ClientAuthenticator clients, RejectionRecorder recorder, string issuer)
    {
        _clients = clients;
        _recorder = recorder;
        _challenge = $"Basic realm=\"{issuer}\", charset=\"UTF-8\"";
    }

    /// <summary>Serves a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="serve">Serves the request of an authenticated client, and returns the error if there is one.</param>
    public async Task RunAsync(HttpContext http, Func<EndpointCall, ValueTask<EndpointFailure?>> serve)
    {
        EndpointResponse.ForbidCaching(http.Response);
        if (EndpointTransport.Check(http) is { } insecure)
        {
            await RejectAsync(http, null, insecure).ConfigureAwait(false);
            return;
        }

        if (await TokenForm.ReadAsync(http).ConfigureAwait(false) is not { } form)
        {
            await RejectAsync(http, null, EndpointFailure.InvalidRequest(
                "Send application/x-www-form-urlencoded, of at most 64 KiB, with each parameter once.")).ConfigureAwait(false);
            return;
        }

        var (client, failure) = await _clients.AuthenticateAsync(http, form).ConfigureAwait(false);
        if (failure is null && client is not null)
        {
            failure = await serve(new EndpointCall(http, form, client)).ConfigureAwait(false);
        }

        if (failure is not null)
        {
            await RejectAsync(http, client, failure).ConfigureAwait(false);
        }
    }

    private async Task RejectAsync(HttpContext http, RegisteredClient? client, EndpointFailure failure)
    {
        var isRecorded = failure.Reason.IsNone
            || await _recorder.RecordAsync(http, client?.Id, failure.Reason).ConfigureAwait(false);
        await EndpointResponse.WriteFailureAsync(http.Response, isRecorded ? failure : EndpointFailure.Unavailable, _challenge)
            .ConfigureAwait(false);
    }
}
