using System.Net.Http.Headers;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Forwarding;

/// <summary>
/// Adds the token of the caller to requests to the listed addresses. Without a token that may be forwarded, nothing is sent.
/// </summary>
internal sealed class TokenForwardingHandler : DelegatingHandler
{
    private readonly TokenForwardingRule _rule;
    private readonly IHttpContextAccessor _contexts;

    public TokenForwardingHandler(TokenForwardingRule rule, IHttpContextAccessor contexts)
    {
        _rule = rule;
        _contexts = contexts;
    }

    /// <exception cref="InvalidOperationException">The address is not listed, or the token cannot be forwarded.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFor(request));
        return base.SendAsync(request, cancellationToken);
    }

    private string TokenFor(HttpRequestMessage request)
    {
        if (!_rule.Allows(request.RequestUri))
        {
            throw Failure(
                $"the address of the request is not among {_rule.Addresses}",
                "Add the address in AddHipaaJwtTokenForwarding, or use another client");
        }

        if (request.Headers.Authorization is not null)
        {
            throw Failure("the request has an Authorization header", "Remove the header, or use another client");
        }

        if (_contexts.HttpContext is not { } context
            || context.GetValidatedJwt() is not { } token
            || RequestState.Find(context)?.EncodedOf(token) is not { } encoded)
        {
            throw Failure("there is no accepted token of a caller here", "Require authorization for the endpoint");
        }

        if (token.Claims.Contains("cnf"))
        {
            throw Failure("the token is bound to a key of its client, which this service does not have", "Exchange the token (RFC 8693)");
        }

        return token.Audiences.Contains(_rule.Audience, StringComparer.Ordinal)
            ? encoded.ToString()
            : throw Failure($"the token does not have the audience {_rule.Audience}", "Exchange the token (RFC 8693)");
    }

    private InvalidOperationException Failure(string problem, string remedy) =>
        new($"The HTTP client \"{_rule.Client}\" cannot forward the token: {problem}. {remedy}.");
}
