using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>The decisions of a request so far. Decisions use this state, never the principal, which an application may replace.</summary>
internal sealed class RequestState : IJwtValidationFeature
{
    private RequestCredential? _credential;
    private string? _trust;
    private string? _resource;
    private Endpoint? _resourceEndpoint;

    public JwtValidationResult Result { get; private set; }

    /// <summary>Names the resource, as configured for the scheme that handles the request.</summary>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <summary>Whether a token was rejected. The rejection already wrote its event.</summary>
    public bool WasRejected { get; private set; }

    /// <summary>Whether a decision could not be made or recorded, so the response is 503.</summary>
    public bool IsUnavailable { get; private set; }

    /// <summary>The proof algorithms that challenges offer; null if the request did not use the scheme DPoP.</summary>
    public string? DPoPAlgorithms { get; set; }

    /// <summary>The required authentication, if only that denies access.</summary>
    public StepUpCriteria? StepUp { get; set; }

    /// <summary>Whether a scheme has written the step-up challenge.</summary>
    public bool IsStepUpWritten { get; set; }

    public static RequestState GetOrCreate(HttpContext context)
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

    /// <summary>Returns the result of the same trust for the same credential, if another scheme has validated it before.</summary>
    public bool TryGetResult(string trust, in RequestCredential credential, out JwtValidationResult result)
    {
        result = Result;
        return _credential is { } validated && _trust == trust && validated.Equals(credential);
    }

    public void SetResult(string trust, RequestCredential? credential, JwtValidationResult result)
    {
        (_trust, _credential, Result) = (trust, credential, result);
        WasRejected |= !result.IsValid;
        IsUnavailable |= result.Error.IsUnavailable;
    }

    /// <summary>Marks the request as unavailable because a decision could not be recorded.</summary>
    public void SetUnavailable() => IsUnavailable = true;

    /// <summary>
    /// Names the resource once for each endpoint. The endpoint changes if routing follows authentication, or if the application
    /// executes the pipeline again for an error page.
    /// </summary>
    public string? GetResource(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (_resource is null || endpoint != _resourceEndpoint)
        {
            (_resource, _resourceEndpoint) = (AuditResource(context), endpoint);
        }

        return _resource;
    }
}
