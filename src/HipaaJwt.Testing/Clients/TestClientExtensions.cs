using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using HipaaJwt.Testing.Clients;

namespace HipaaJwt;

/// <summary>Says who sends the requests of a client.</summary>
public static class TestClientExtensions
{
    /// <summary>
    /// Sends all further requests of the client as a user. The host exchanges the description of the user, before its first middleware, for
    /// a new token of its test issuer. So each request passes the real validation, permissions, step-up and audit. If the issuer
    /// requires a sender constraint, the token is bound to a key, and the request gets a DPoP proof.
    /// </summary>
    /// <remarks>
    /// The host must have the test kit: <c>factory.WithHipaaJwtTesting()</c>. Without it, the host responds 401. Use one client for each
    /// user, because the call changes the client.
    /// </remarks>
    /// <param name="client">A client of the factory.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <param name="issuer">The trusted issuer of the user; by default the first of the trust.</param>
    /// <param name="trust">The name of the trust; by default the unnamed one, or the first if all have names.</param>
    /// <returns>The same client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="subject"/> is null or empty.</exception>
    /// <example>
    /// <code>
    /// using var client = factory.CreateClient().As("dr.rivera", roles: ["physician"], claims: new() { ["acr"] = "phr" });
    /// </code>
    /// </example>
    public static HttpClient As(
        this HttpClient client,
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null,
        string? issuer = null,
        string? trust = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var persona = new TestPersona
        {
            Subject = subject,
            Roles = roles?.ToArray(),
            Scopes = scopes?.ToArray(),
            Claims = claims,
            Issuer = issuer,
            Trust = trust,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(TestPersona.Scheme, persona.Write());
        return client;
    }

    /// <summary>Sends all further requests of the client with a token, for example one that the host must reject.</summary>
    /// <param name="client">A client of the factory.</param>
    /// <param name="token">The token alone, without the scheme <c>Bearer</c>.</param>
    /// <returns>The same client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="token"/> is null or empty.</exception>
    /// <example>
    /// <code>
    /// using var client = factory.CreateClient().With(factory.GetTestIssuer().CreateExpiredToken("dr.rivera"));
    /// </code>
    /// </example>
    public static HttpClient With(this HttpClient client, string token)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends all further requests of the client without a token.</summary>
    /// <param name="client">A client of the factory.</param>
    /// <returns>The same client.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public static HttpClient AsAnonymous(this HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        client.DefaultRequestHeaders.Authorization = null;
        return client;
    }
}
