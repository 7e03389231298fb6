using HipaaJwt.TokenIssuer.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of the token issuer.</summary>
public static class TokenIssuerHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of the token issuer. It calls no store. Use it for readiness, not for liveness: a restart of the service does not
    /// repair a store.
    /// </summary>
    /// <remarks>
    /// The status is <paramref name="failureStatus"/> if there is no signing key, or if the store of sessions or a signer of the
    /// application failed at its last call. It is degraded if the store of keys failed and known keys are in use, and if sessions were
    /// retried at 3 or more refreshes in a row within the last 15 minutes, or within two lifetimes of an access token if they are longer.
    /// Otherwise, and without an issuer, it is healthy. The data of the check contains states, the age of the key in seconds, and the
    /// number of those sessions, at most 1,000. It names no session.
    /// </remarks>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check; <c>hipaajwt-issuer</c> by default.</param>
    /// <param name="failureStatus">The status if no token can be issued; <see cref="HealthStatus.Unhealthy"/> by default.</param>
    /// <param name="tags">The tags of the check; none by default.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    /// <example><code>builder.Services.AddHealthChecks().AddHipaaJwtIssuer(tags: ["ready"]);</code></example>
    public static IHealthChecksBuilder AddHipaaJwtIssuer(
        this IHealthChecksBuilder builder,
        string name = "hipaajwt-issuer",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new IssuerHealthCheck(provider.GetService<IssuerMonitor>()),
            failureStatus,
            tags));
    }
}
