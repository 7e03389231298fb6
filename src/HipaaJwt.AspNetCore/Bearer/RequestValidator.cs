using HipaaJwt.AspNetCore.Auditing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Validates the token of a request, once for all schemes, and keeps the verdict with the request.</summary>
internal sealed class RequestValidator
{
    private readonly IJwtValidator _validator;
    private readonly DecisionRecorder _recorder;

    public RequestValidator(IJwtValidator validator, DecisionRecorder recorder)
    {
        _validator = validator;
        _recorder = recorder;
    }

    /// <summary>
    /// Validates the token. An accepted one leaves no event, since the decision on access follows. The caller's hanging up
    /// does not keep a refusal out of the trail.
    /// </summary>
    public async ValueTask<JwtValidationResult> ValidateAsync(HttpContext context, RequestCredential credential)
    {
        var state = RequestState.Of(context);
        if (state.TryGetVerdict(credential, out var earlier))
        {
            return earlier;
        }

        var request = new JwtRequestContext
        {
            RemoteAddress = context.Connection.RemoteIpAddress,
            Resource = _recorder.IsEnabled ? state.ResourceOf(context) : null,
            AccessDecisionFollows = true,
            DPoPProof = credential.Proof,
            HttpMethod = context.Request.Method,
            HttpUri = credential.Proof is null ? null : RequestAddress.Of(context.Request),
            ClientCertificate = context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate,
        };
        var result = await _validator.ValidateAsync(credential.Token, request, CancellationToken.None).ConfigureAwait(false);
        state.Keep(credential, result);
        return result;
    }

    /// <summary>Refuses a request for the way in which it brought its token, which is not looked at.</summary>
    public async ValueTask<JwtValidationResult> RefuseAsync(HttpContext context, JwtErrorCode code)
    {
        var state = RequestState.Of(context);
        var recorded = state.WasRefused || await _recorder.TokenRefusedAsync(context, code).ConfigureAwait(false);
        var result = JwtValidationResult.Refused(new JwtError(recorded ? code : JwtErrorCode.AuditUnavailable));
        state.Keep(null, result);
        return result;
    }
}
