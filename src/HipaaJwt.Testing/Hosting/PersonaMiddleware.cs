using HipaaJwt.Testing.Clients;
using HipaaJwt.Testing.Tokens;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.Testing.Hosting;

/// <summary>Exchanges the user of <c>client.As(…)</c> for a token, before the first middleware of the application.</summary>
internal sealed class PersonaMiddleware : IMiddleware, IDisposable
{
    private readonly HostIssuers _issuers;
    private readonly TestDPoPKey _key;

    public PersonaMiddleware(HostIssuers issuers, TimeProvider time)
    {
        _issuers = issuers;
        _key = new TestDPoPKey(time);
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (TestPersona.Read(context.Request.Headers.Authorization) is { } persona)
        {
            Exchange(context.Request, persona);
        }

        return next(context);
    }

    public void Dispose() => _key.Dispose();

    private void Exchange(HttpRequest request, TestPersona persona)
    {
        var issuer = _issuers.Get(persona.Issuer, persona.Trust);
        if (persona.Issuer is null && _issuers.FindOthers(issuer) is [var other, ..] others)
        {
            DenialHints.SetHint(
                request.HttpContext,
                $"As used the first of {others.Count + 1} trusted issuers, {issuer.Issuer}. To act as a user of another issuer, write "
                + $"client.As(..., issuer: \"{other}\").");
        }

        if (!issuer.Rules.Issuer.RequireSenderConstraint)
        {
            request.Headers.Authorization =
                $"Bearer {issuer.CreateToken(persona.Subject, persona.Roles, persona.Scopes, persona.Claims)}";
            return;
        }

        RequireNoNonce(issuer.Rules);
        var token = issuer.CreateDPoPBoundToken(_key, persona.Subject, persona.Roles, persona.Scopes, persona.Claims);
        var uri = new Uri($"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}");
        request.Headers.Authorization = $"DPoP {token}";
        request.Headers["DPoP"] = _key.CreateProof(request.Method, uri, token);
    }

    private static void RequireNoNonce(TrustedIssuerRules rules)
    {
        if (rules.Options.DPoP.RequireNonce)
        {
            throw new InvalidOperationException(
                "client.As(…) cannot answer the nonces of DPoP:RequireNonce, which a client learns from the first response. "
                + "Send the request twice with TestDPoPKey.AddTo, the second time with the nonce of the first response (DPoP-Nonce).");
        }
    }
}
