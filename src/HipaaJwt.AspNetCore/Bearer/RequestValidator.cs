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
    public ValueTask<JwtValidationResult> ValidateAsync(HttpContext context, RequestState state, in RequestCredential credential)
    {
        if (state.TryGetVerdict(credential, out var earlier))
        {
            return new ValueTask<JwtValidationResult>(earlier);
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
        var validating = _validator.ValidateAsync(credential.Token, request, CancellationToken.None);
        return validating.IsCompletedSuccessfully
            ? new ValueTask<JwtValidationResult>(Kept(state, credential, validating.Result))
            : AwaitAsync(state, credential, validating);
    }

    /// <summary>Refuses a request for the way in which it brought its token, which is not looked at.</summary>
    public async ValueTask<JwtValidationResult> RefuseAsync(HttpContext context, RequestState state, JwtErrorCode code)
    {
        var recorded = state.WasRefused || await _recorder.TokenRefusedAsync(context, code).ConfigureAwait(false);
        return Kept(state, null, JwtValidationResult.Refused(new JwtError(recorded ? code : JwtErrorCode.AuditUnavailable)));
    }

    private static async ValueTask<JwtValidationResult> AwaitAsync(
        RequestState state, RequestCredential credential, ValueTask<JwtValidationResult> validating) =>
        Kept(state, credential, await validating.ConfigureAwait(false));

    private static JwtValidationResult Kept(RequestState state, in RequestCredential? credential, JwtValidationResult verdict)
    {
        state.Keep(credential, verdict);
        return verdict;
    }
}
