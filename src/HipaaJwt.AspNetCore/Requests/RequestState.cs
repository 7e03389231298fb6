using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>What has been decided so far in a request. It exists as long as the request.</summary>
internal sealed class RequestState : IJwtValidationFeature
{
    private RequestCredential? _credential;
    private string? _trust;
    private string? _resource;

    public JwtValidationResult Result { get; private set; }

    /// <summary>How the scheme that ran names resources.</summary>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <summary>Whether the rejection of the token is in the audit trail already.</summary>
    public bool WasRejected { get; private set; }

    /// <summary>Whether a decision could not be made or recorded, so the answer is 503.</summary>
    public bool IsUnavailable { get; private set; }

    /// <summary>The algorithms that answers offer for DPoP proofs; null if the request did not come under that scheme.</summary>
    public string? DPoPAlgorithms { get; set; }

    /// <summary>What is required of the user's authentication, if nothing else denies access.</summary>
    public StepUpDemand? Demand { get; set; }

    /// <summary>Whether a scheme has sent the demand to the client.</summary>
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

    /// <summary>The verdict of the same trust on the same credential, if another scheme has asked for it before.</summary>
    public bool TryGetVerdict(string trust, in RequestCredential credential, out JwtValidationResult verdict)
    {
        verdict = Result;
        return _credential is { } validated && _trust == trust && validated.Equals(credential);
    }

    public void Keep(string trust, RequestCredential? credential, JwtValidationResult verdict)
    {
        (_trust, _credential, Result) = (trust, credential, verdict);
        WasRejected |= !verdict.IsValid;
        IsUnavailable |= verdict.Error.IsUnavailable;
    }

    public void KeepUnrecordedDecision() => IsUnavailable = true;

    public string? ResourceOf(HttpContext context) => _resource ??= AuditResource(context);
}
