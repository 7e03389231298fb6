using System.Diagnostics.CodeAnalysis;
using HipaaJwt;
using HipaaJwt.TokenIssuer.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the token issuer.</summary>
public static class TokenEndpointExtensions
{
    private const string Json = "application/json";
    private const string JwkSet = "application/jwk-set+json";
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

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

        var factory = new EndpointFactory(endpoints.ServiceProvider, pattern);
        var (addresses, group) = (factory.Addresses, endpoints.MapGroup(string.Empty));
        Map(group, addresses.RouteOf("token"), factory.CreateToken().HandleAsync, "Token", "Continues a session.", Json);
        Map(group, addresses.RouteOf("revoke"), factory.CreateRevocation().HandleAsync, "Revoke", "Revokes a token.");
        Map(group, addresses.RouteOf("introspect"), factory.CreateIntrospection().HandleAsync, "Introspect", "Describes a token.", Json);
        Map(group, addresses.RouteOf("logout"), factory.CreateLogout().HandleAsync, "Logout", "Ends a session.");
        Publish(group, addresses.RouteOf("jwks"), factory.CreateKeySet().HandleAsync, "Keys", "The public keys.", JwkSet);
        Publish(group, addresses.MetadataRoute, factory.CreateMetadata().HandleAsync, "Metadata", "The metadata of the issuer.", Json);
        return group;
    }

    /// <summary>
    /// Maps an endpoint for clients. The body is not declared: routing would then respond 415 to other content types, and write no event.
    /// </summary>
    private static void Map(
        IEndpointRouteBuilder group, string route, RequestDelegate handler, string name, string summary, string? contentType = null) =>
        Describe(group.MapPost(route, handler), handler, name, summary).WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void), contentType is null ? [] : [contentType]),
            new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(void), [Json]),
            new ProducesResponseTypeMetadata(StatusCodes.Status401Unauthorized, typeof(void), [Json]),
            new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(void), [Json]));

    private static void Publish(
        IEndpointRouteBuilder group, string route, RequestDelegate handler, string name, string summary, string contentType) =>
        Describe(group.MapMethods(route, GetAndHead, handler), handler, name, summary).WithMetadata(
            new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void), [contentType]));

    /// <summary>OpenAPI documents describe only endpoints whose metadata contain a method.</summary>
    private static IEndpointConventionBuilder Describe(
        IEndpointConventionBuilder endpoint, RequestDelegate handler, string name, string summary) => endpoint
        .AllowAnonymous()
        .DisableAntiforgery()
        .WithName("HipaaJwt" + name)
        .WithTags("Tokens")
        .WithSummary(summary)
        .WithMetadata(handler.Method);
}
