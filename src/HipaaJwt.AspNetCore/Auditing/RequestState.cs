using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>What has been decided so far in a request. It lives and ends with the request.</summary>
internal sealed class RequestState : IJwtValidationFeature
{
    private ReadOnlyMemory<char>? _token;
    private string? _resource;

    public JwtValidationResult Result { get; private set; }

    /// <summary>How the scheme that ran names resources.</summary>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <summary>Whether a refusal of the token is in the trail already.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Whether a decision could not be made or not be recorded, so that the answer is 503.</summary>
    public bool IsUnavailable { get; private set; }

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

    /// <summary>The verdict on the same token, where another scheme asked before.</summary>
    public bool TryGetVerdict(ReadOnlyMemory<char> token, out JwtValidationResult verdict)
    {
        verdict = Result;
        return _token is { } judged && token.Span.SequenceEqual(judged.Span);
    }

    public void Keep(ReadOnlyMemory<char>? token, JwtValidationResult verdict)
    {
        _token = token;
        Result = verdict;
        WasRefused |= !verdict.IsValid;
        IsUnavailable |= verdict.Error.IsUnavailable;
    }

    public void KeepUnrecordedDecision() => IsUnavailable = true;

    public string? ResourceOf(HttpContext context) => _resource ??= AuditResource(context);
}
