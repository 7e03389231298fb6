using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Validates the token of a request with one trust, once for all its schemes. The result is stored with the request.</summary>
internal sealed class RequestValidator
{
    private readonly string _trust;
    private readonly IJwtValidator _validator;
    private readonly DecisionRecorder _recorder;
    private readonly RejectionTelemetry _telemetry;

    public RequestValidator(
        string trust, IJwtValidator validator, DPoPResponse dpop, DecisionRecorder recorder, RejectionTelemetry telemetry)
    {
        _trust = trust;
        _validator = validator;
        DPoP = dpop;
        _recorder = recorder;
        _telemetry = telemetry;
    }

    /// <summary>The DPoP parameters of responses.</summary>
    public DPoPResponse DPoP { get; }

    /// <summary>
    /// Validates the token. An accepted token writes no event if the access decision of the endpoint follows. Validation is not
    /// cancelled when the client disconnects, so that a rejection is always recorded.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="state">The state of the request.</param>
    /// <param name="scheme">The name of the scheme that received the token.</param>
    /// <param name="credential">The token and its proof.</param>
    public ValueTask<JwtValidationResult> ValidateAsync(
        HttpContext context, RequestState state, string scheme, in RequestCredential credential)
    {
        if (state.TryGetResult(_trust, credential, out var earlier))
        {
            return new ValueTask<JwtValidationResult>(Store(state, scheme, credential, earlier));
        }

        var validating = _validator.ValidateAsync(CreateRequest(context, state, credential), CancellationToken.None);
        return validating.IsCompletedSuccessfully
            ? new ValueTask<JwtValidationResult>(Complete(context, state, scheme, credential, validating.Result))
            : AwaitAsync(context, state, scheme, credential, validating);
    }

    /// <summary>Validates a token outside a request. An accepted token writes an event too.</summary>
    public ValueTask<JwtValidationResult> ValidateAsync(string token) => _validator.ValidateAsync(token);

    /// <summary>
    /// Rejects a request because of how it sent its token. The token is not parsed. Only the first rejection of a request is recorded
    /// and counted.
    /// </summary>
    public async ValueTask<JwtValidationResult> RejectAsync(HttpContext context, RequestState state, JwtErrorCode code)
    {
        var answer = code;
        if (!state.WasRejected)
        {
            var recorded = await _recorder.RecordTokenRejectionAsync(context, code).ConfigureAwait(false);
            answer = recorded ? code : JwtErrorCode.AuditUnavailable;
            _telemetry.RecordRejection(answer);
        }

        return Store(state, null, null, JwtValidationResult.Rejected(new JwtError(answer)));
    }

    private JwtValidationRequest CreateRequest(HttpContext context, RequestState state, in RequestCredential credential)
    {
        var endpoint = context.FindEndpoint();
        return new JwtValidationRequest(credential.Token)
        {
            RemoteAddress = context.Connection.RemoteIpAddress,
            Resource = _recorder.IsEnabled ? state.GetResource(context, endpoint) : null,
            RequestId = _recorder.IsEnabled ? context.TraceIdentifier : null,
            AccessDecisionFollows = EndpointDecision.Follows(context, state, endpoint),
            DPoPProof = credential.Proof,
            HttpMethod = context.Request.Method,
            HttpUri = credential.Proof is null ? null : RequestUri.Of(context.Request),
            ClientCertificate = context.FindTlsConnection()?.ClientCertificate,
        };
    }

    private async ValueTask<JwtValidationResult> AwaitAsync(
        HttpContext context,
        RequestState state,
        string scheme,
        RequestCredential credential,
        ValueTask<JwtValidationResult> validating) =>
        Complete(context, state, scheme, credential, await validating.ConfigureAwait(false));

    private JwtValidationResult Complete(
        HttpContext context, RequestState state, string scheme, in RequestCredential credential, JwtValidationResult result)
    {
        if (result.Error.Code == JwtErrorCode.AuditUnavailable)
        {
            EndpointDecision.Refuse(context, state);
        }
        else if (result.IsValid && _recorder.IsEnabled && context.FindEndpoint() is null)
        {
            DeferredAcceptance.Install(context, state, _recorder, result.Token);
        }

        return Store(state, scheme, credential, result);
    }

    private JwtValidationResult Store(
        RequestState state, string? scheme, in RequestCredential? credential, JwtValidationResult result)
    {
        state.SetResult(_trust, scheme, credential, result);
        return result;
    }
}
