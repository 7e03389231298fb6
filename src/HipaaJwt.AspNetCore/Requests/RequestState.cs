using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>What has been decided so far in a request. It lives and ends with the request.</summary>
internal sealed class RequestState : IJwtValidationFeature
{
    private RequestCredential? _credential;
    private string? _resource;

    public JwtValidationResult Result { get; private set; }

    /// <summary>How the scheme that ran names resources.</summary>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <summary>Whether a refusal of the token is in the trail already.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Whether a decision could not be made or not be recorded, so that the answer is 503.</summary>
    public bool IsUnavailable { get; private set; }

    /// <summary>What answers tell about DPoP, where the request came under that scheme.</summary>
    public DPoPChallenge? DPoP { get; set; }

    /// <summary>What is asked of the user's authentication, where that alone keeps the request from being permitted.</summary>
    public AuthenticationDemand? Demand { get; set; }

    /// <summary>Whether a scheme has told the client of the demand.</summary>
    public bool IsDemandAnswered { get; set; }

    public static RequestState Of(HttpContext context)
    {
        if (context.Features.Get<IJwtValidationFeature>() is RequestState state)
        {
            return state;
        }

        state = new RequestState();
        context.Features.Set<IJwtValidationFeature>(state);
        return state;
    }

    public static RequestState? Find(HttpContext context) => context.Features.Get<IJwtValidationFeature>() as RequestState;

    /// <summary>
    /// The verdict on the same token, where another scheme asked before. One that came with a proof is not the same as one
    /// without.
    /// </summary>
    public bool TryGetVerdict(in RequestCredential credential, out JwtValidationResult verdict)
    {
        verdict = Result;
        return _credential is { } judged
            && string.Equals(credential.Proof, judged.Proof, StringComparison.Ordinal)
            && credential.Token.Span.SequenceEqual(judged.Token.Span);
    }

    public void Keep(RequestCredential? credential, JwtValidationResult verdict)
    {
        _credential = credential;
        Result = verdict;
        WasRefused |= !verdict.IsValid;
        IsUnavailable |= verdict.Error.IsUnavailable;
    }

    public void KeepUnrecordedDecision() => IsUnavailable = true;

    public string? ResourceOf(HttpContext context) => _resource ??= AuditResource(context);
}
