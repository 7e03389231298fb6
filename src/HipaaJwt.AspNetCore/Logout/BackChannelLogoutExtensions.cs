using System.Diagnostics.CodeAnalysis;
using HipaaJwt;
using HipaaJwt.AspNetCore.Hosting;
using HipaaJwt.AspNetCore.Logout;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint that receives logout tokens.</summary>
public static class BackChannelLogoutExtensions
{
    /// <summary>
    /// Maps the endpoint to which issuers send logout tokens (OpenID Connect Back-Channel Logout 1.0). A logout revokes the session of
    /// the token, or without a session all tokens of its subject. Register the address at the issuer, and set
    /// <see cref="TrustedIssuer.LogoutAudiences"/>. The endpoint is anonymous, because the logout token authenticates the issuer.
    /// </summary>
    /// <remarks>
    /// The endpoint accepts <c>POST</c> with the form field <c>logout_token</c>. It responds 200 after a logout, 400 to an invalid
    /// request, and 503 with <c>Retry-After</c> if the logout could not be processed (section 2.8). A token has an effect once.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route of the endpoint.</param>
    /// <returns>The endpoint, for further conventions.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">Revocation is off: no store of revocations is registered.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// No issuer has <see cref="TrustedIssuer.LogoutAudiences"/>, or other options are not valid.
    /// </exception>
    /// <example><code>app.MapHipaaJwtBackChannelLogout();</code></example>
    public static IEndpointConventionBuilder MapHipaaJwtBackChannelLogout(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/backchannel-logout")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (!DocumentGeneration.IsRunning && endpoints.ServiceProvider.GetService<IBackChannelLogout>() is null)
        {
            throw new InvalidOperationException(
                "MapHipaaJwtBackChannelLogout needs a store of revocations, so that a logout has an effect. "
                + "Call AddMemoryStores or AddRevocationStore after AddHipaaJwt.");
        }

        // OpenAPI documents describe only endpoints whose metadata contain a method. The body is not declared: routing would then respond
        // 415 to other content types, and write no event.
        return endpoints.MapPost(pattern, LogoutEndpoint.HandleAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithName("HipaaJwtBackChannelLogout")
            .WithTags("Logout")
            .WithSummary("Receives logout tokens of OpenID Connect Back-Channel Logout 1.0.")
            .WithMetadata(
                ((RequestDelegate)LogoutEndpoint.HandleAsync).Method,
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(void)),
                new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(void)),
                new ProducesResponseTypeMetadata(StatusCodes.Status503ServiceUnavailable, typeof(void)));
    }
}
