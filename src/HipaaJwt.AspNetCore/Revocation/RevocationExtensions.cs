using System.Diagnostics.CodeAnalysis;
using HipaaJwt;
using HipaaJwt.AspNetCore.Hosting;
using HipaaJwt.AspNetCore.Revocations;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints with which administrators revoke tokens.</summary>
public static class RevocationExtensions
{
    /// <summary>
    /// Maps three endpoints that revoke: <c>POST {pattern}/subjects</c> all tokens of a subject that were issued until now,
    /// <c>POST {pattern}/sessions</c> a session, and <c>POST {pattern}/tokens</c> one token. The administrator stands in the audit event.
    /// </summary>
    /// <remarks>
    /// The body is a JSON object with <c>issuer</c>, with <c>subject</c>, <c>sessionId</c> or <c>tokenId</c>, and optionally with
    /// <c>reason</c>, the name of a <see cref="RevocationReason"/>. The response is 200 with <c>effectiveBy</c>, the time from which no
    /// instance accepts what was revoked; 400 to an invalid body or an unknown issuer; 415 to another content type; or 503 with
    /// <c>Retry-After</c> if the revocation was not acknowledged. Repeating a revocation is safe.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="permission">The permission that administrators need.</param>
    /// <param name="pattern">The route prefix of the endpoints.</param>
    /// <returns>The endpoints, for further conventions such as <c>RequireStepUp</c>.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="permission"/> is empty, or contains white space or control characters.
    /// </exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">Revocation is off: no store of revocations is registered.</exception>
    /// <example><code>app.MapHipaaJwtRevocation("sessions:revoke");</code></example>
    public static IEndpointConventionBuilder MapHipaaJwtRevocation(
        this IEndpointRouteBuilder endpoints, string permission, [StringSyntax("Route")] string pattern = "/admin/revocations")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(permission);
        ArgumentNullException.ThrowIfNull(pattern);
        if (!DocumentGeneration.IsRunning && endpoints.ServiceProvider.GetService<IRevocation>() is null)
        {
            throw new InvalidOperationException(
                "MapHipaaJwtRevocation needs a store of revocations. Call AddMemoryStores or AddRevocationStore after AddHipaaJwt.");
        }

        var group = endpoints.MapGroup(pattern);
        RevocationEndpoint.Subjects.MapTo(group);
        RevocationEndpoint.Sessions.MapTo(group);
        RevocationEndpoint.Tokens.MapTo(group);
        return group.RequirePermission(permission);
    }
}
