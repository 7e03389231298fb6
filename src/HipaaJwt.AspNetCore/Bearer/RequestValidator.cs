using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Validates the token of a request by one trust, once for all schemes of that trust, and keeps the verdict with the request.</summary>
internal sealed class RequestValidator
{
    private readonly string _trust;
    private readonly IJwtValidator _validator;
    private readonly DecisionRecorder _recorder;

    public RequestValidator(string trust, IJwtValidator validator, DPoPResponse dpop, DecisionRecorder recorder)
    {
        _trust = trust;
        _validator = validator;
        DPoP = dpop;
        _recorder = recorder;
    }

    /// <summary>What answers say about DPoP.</summary>
    public DPoPResponse DPoP { get; }

    /// <summary>
    /// Validates the token. An accepted token writes no event, because the access decision follows. A client that disconnects
    /// does not keep a rejection out of the audit trail.
    /// </summary>
    public ValueTask<JwtValidationResult> ValidateAsync(HttpContext context, RequestState state, in RequestCredential credential)
    {
        if (state.TryGetVerdict(_trust, credential, out var earlier))
        {
            return new ValueTask<JwtValidationResult>(earlier);
        }

        var validating = _validator.ValidateAsync(RequestFor(context, state, credential), CancellationToken.None);
        return validating.IsCompletedSuccessfully
            ? new ValueTask<JwtValidationResult>(Keep(state, credential, validating.Result))
            : AwaitAsync(state, credential, validating);
    }

    /// <summary>Validates a token outside of a request. An accepted token writes an event, because no access decision is known to follow.</summary>
    public ValueTask<JwtValidationResult> ValidateAsync(string token) => _validator.ValidateAsync(token);

    /// <summary>Rejects a request because of how it sent its token, which is not read.</summary>
    public async ValueTask<JwtValidationResult> RejectAsync(HttpContext context, RequestState state, JwtErrorCode code)
    {
        var recorded = state.WasRejected || await _recorder.TokenRejectedAsync(context, code).ConfigureAwait(false);
        return Keep(state, null, JwtValidationResult.Rejected(new JwtError(recorded ? code : JwtErrorCode.AuditUnavailable)));
    }

    private JwtValidationRequest RequestFor(HttpContext context, RequestState state, in RequestCredential credential) => new(credential.Token)
    {
        RemoteAddress = context.Connection.RemoteIpAddress,
        Resource = _recorder.IsEnabled ? state.ResourceOf(context) : null,
        RequestId = _recorder.IsEnabled ? context.TraceIdentifier : null,
        AccessDecisionFollows = true,
        DPoPProof = credential.Proof,
        HttpMethod = context.Request.Method,
        HttpUri = credential.Proof is null ? null : RequestUri.Of(context.Request),
        ClientCertificate = context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate,
    };

    private async ValueTask<JwtValidationResult> AwaitAsync(RequestState state, RequestCredential credential, ValueTask<JwtValidationResult> validating) =>
        Keep(state, credential, await validating.ConfigureAwait(false));

    private JwtValidationResult Keep(RequestState state, in RequestCredential? credential, JwtValidationResult verdict)
    {
        state.Keep(_trust, credential, verdict);
        return verdict;
    }
}
