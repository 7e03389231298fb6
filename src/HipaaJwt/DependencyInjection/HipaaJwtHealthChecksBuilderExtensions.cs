using HipaaJwt;
using HipaaJwt.DependencyInjection;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of the keys that are fetched from issuers.</summary>
public static class HipaaJwtHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is healthy while the keys of all issuers are current, degraded while the last good ones serve, and
    /// unhealthy where an issuer has no keys that may serve. It asks nobody, and tells of each issuer the state and the age.
    /// It is for readiness: to start the service again does not bring an issuer back.
    /// </summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What to report where an issuer has no keys that may serve; <see cref="HealthStatus.Unhealthy"/> if it is not given.</param>
    /// <param name="tags">Tags of the check.</param>
    public static IHealthChecksBuilder AddHipaaJwtKeys(
        this IHealthChecksBuilder builder, string name = "hipaajwt-keys", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new KeyHealthCheck(provider.GetRequiredService<PlanSource>(), provider.GetRequiredService<RemoteKeyStore>()),
            failureStatus,
            tags));
    }
}
