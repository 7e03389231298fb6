using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>
/// Authenticates the client of a request with exactly one method: <c>client_secret_basic</c>, <c>private_key_jwt</c>, or the
/// <c>client_id</c> of a public client (RFC 6749, section 2.3).
/// </summary>
internal sealed class ClientAuthenticator
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly ClientRegistry _clients;
    private readonly IJwtValidator? _assertions;

    /// <param name="clients">The clients.</param>
    /// <param name="assertions">Validates assertions; null if no client has keys.</param>
    public ClientAuthenticator(ClientRegistry clients, IJwtValidator? assertions)
    {
        _clients = clients;
        _assertions = assertions;
    }

    public ValueTask<ClientAuthentication> AuthenticateAsync(HttpContext http, TokenForm form)
    {
        var headers = http.Request.Headers.Authorization;
        var hasAssertion = form["client_assertion"] is not null || form["client_assertion_type"] is not null;
        var hasSecret = form["client_secret"] is not null;
        if (headers.Count > 1 || (headers.Count > 0 ? 1 : 0) + (hasAssertion ? 1 : 0) + (hasSecret ? 1 : 0) > 1)
        {
            return new(new ClientAuthentication(null, EndpointFailure.InvalidRequest("Use exactly one method of client authentication.")));
        }

        return hasAssertion ? AuthenticateByAssertionAsync(http, form)
            : headers.Count == 1 ? new(AuthenticateBySecret(headers.ToString(), form))
            : new(hasSecret ? Rejected(form) : Identify(form));
    }

    private static EndpointFailure Mismatch() =>
        EndpointFailure.InvalidRequest("The client_id is not that of the authentication.", "client_id");

    /// <summary>Identifies a public client. A client that has a secret or keys must use them.</summary>
    private ClientAuthentication Identify(TokenForm form) => _clients.Find(form["client_id"]) is { IsPublic: true } client
        ? new ClientAuthentication(client, null)
        : Rejected(form);

    private ClientAuthentication Rejected(TokenForm form) => new(_clients.Find(form["client_id"]), EndpointFailure.InvalidClient);

    private ClientAuthentication AuthenticateBySecret(string header, TokenForm form)
    {
        if (!BasicCredentials.TryRead(header, out var id, out var secret))
        {
            return new ClientAuthentication(null, EndpointFailure.InvalidClient);
        }

        var client = _clients.Find(id);
        return client is null || !client.HasSecret(secret) ? new ClientAuthentication(client, EndpointFailure.InvalidClient)
            : form["client_id"] is { } named && named != id ? new ClientAuthentication(client, Mismatch())
            : new ClientAuthentication(client, null);
    }

    /// <summary>Validates an assertion and consumes it (RFC 7523, section 3).</summary>
    private async ValueTask<ClientAuthentication> AuthenticateByAssertionAsync(HttpContext http, TokenForm form)
    {
        if (_assertions is null || form["client_assertion"] is not { } assertion || form["client_assertion_type"] != AssertionType)
        {
            return Rejected(form);
        }

        var result = await _assertions.ValidateAsync(
            new JwtValidationRequest(assertion) { HttpMethod = http.Request.Method }, CancellationToken.None).ConfigureAwait(false);
        if (!result.IsValid)
        {
            return result.Error.IsUnavailable
                ? new ClientAuthentication(_clients.Find(form["client_id"]), EndpointFailure.Unrecorded(result.Error))
                : Rejected(form) with { Failure = EndpointFailure.InvalidClient with { Reason = result.Error } };
        }

        var client = _clients.Find(result.Token.Issuer);
        return form["client_id"] is { } named && named != result.Token.Issuer
            ? new ClientAuthentication(client, Mismatch())
            : new ClientAuthentication(client, null);
    }
}
