using System.Diagnostics.CodeAnalysis;
using HipaaJwt;
using HipaaJwt.AspNetCore.Hosting;
using HipaaJwt.TokenIssuer.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the token issuer.</summary>
public static class TokenEndpointExtensions
{
    private const string Json = "application/json";
    private const string JwkSet = "application/jwk-set+json";

    /// <summary>
    /// Maps the endpoints of the token issuer: <c>POST token</c> continues sessions (RFC 6749, section 6), <c>POST revoke</c> revokes
    /// tokens (RFC 7009), <c>POST introspect</c> tells clients with <see cref="TokenClient.AllowIntrospection"/> whether a token is active
    /// (RFC 7662), <c>POST logout</c> ends a session, and <c>GET jwks</c> publishes the keys. The metadata (RFC 8414) are at
    /// <c>/.well-known/oauth-authorization-server</c>, followed by the path of the issuer.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The endpoints are anonymous: clients authenticate with <c>client_secret_basic</c>, with <c>private_key_jwt</c> (RFC 7523), or, if
    /// they are public, with their <c>client_id</c>. If a store or a required audit sink does not answer, the status is 503 with
    /// <c>Retry-After</c>, and the client may repeat the request.
    /// </para>
    /// <para>
    /// The metadata and the checks of DPoP proofs use the addresses that clients use: the issuer and the names above. If the endpoints have
    /// another prefix than the path of the issuer, set <paramref name="pattern"/>.
    /// </para>
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route prefix of the endpoints; null for the path of the issuer.</param>
    /// <returns>The endpoints, for further conventions such as <c>RequireRateLimiting</c> and <c>RequireCors</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> is null.</exception>
    /// <exception cref="InvalidOperationException">No token issuer is registered.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    /// <example><code>app.MapHipaaJwtTokenEndpoints().RequireRateLimiting("tokens");</code></example>
    public static IEndpointConventionBuilder MapHipaaJwtTokenEndpoints(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string? pattern = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<EndpointTrust>() is null)
        {
            throw new InvalidOperationException("MapHipaaJwtTokenEndpoints needs a token issuer. Call AddTokenIssuer after AddHipaaJwt.");
        }

        var factory = DocumentGeneration.IsRunning ? null : new EndpointFactory(endpoints.ServiceProvider, pattern);
        var map = new EndpointMapper(endpoints.MapGroup(string.Empty), factory);
        var routes = factory?.Addresses ?? EndpointAddresses.OfDocument(
            endpoints.ServiceProvider.GetRequiredService<IOptions<TokenIssuerOptions>>().Value.Issuer, pattern);
        map.Post(
            routes.RouteOf("token"),
            static create => create.CreateToken().HandleAsync,
            "Token",
            "Continues a session (RFC 6749, section 6).",
            "grant_type=refresh_token, client_id of a public client, refresh_token unless it is in the cookie, and optionally scope.",
            Json);
        map.Post(
            routes.RouteOf("revoke"),
            static create => create.CreateRevocation().HandleAsync,
            "Revoke",
            "Revokes a token (RFC 7009).",
            "token, and client_id of a public client.");
        map.Post(
            routes.RouteOf("introspect"),
            static create => create.CreateIntrospection().HandleAsync,
            "Introspect",
            "Describes a token (RFC 7662).",
            "token.",
            Json);
        map.Post(
            routes.RouteOf("logout"),
            static create => create.CreateLogout().HandleAsync,
            "Logout",
            "Ends the session of the access token in the header Authorization, or of the refresh token in the cookie.",
            "client_id if the refresh token is in the cookie.");
        map.Publish(
            routes.RouteOf("jwks"), static create => create.CreateKeySet().HandleAsync, "Keys", "The public keys (RFC 7517).", JwkSet);
        map.Publish(
            routes.MetadataRoute, static create => create.CreateMetadata().HandleAsync, "Metadata", "The metadata (RFC 8414).", Json);
        return map.Group;
    }
}
