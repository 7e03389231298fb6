using HipaaJwt.Hosting;
using HipaaJwt.Policy;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of the keys that are fetched from issuers.</summary>
public static class HipaaJwtHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of the keys of all issuers: healthy if they are current, degraded if the last refresh failed and earlier keys
    /// are in use, and <paramref name="failureStatus"/> if an issuer has no usable keys. It sends no request. Use it for
    /// readiness: a restart of the service does not repair an issuer.
    /// </summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">The status if an issuer has no usable keys; <see cref="HealthStatus.Unhealthy"/> by default.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <returns>The builder. The data of the check contains the state and the age of each issuer's keys.</returns>
    public static IHealthChecksBuilder AddHipaaJwtKeys(
        this IHealthChecksBuilder builder, string name = "hipaajwt-keys", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new KeyHealthCheck(provider.GetServices<Trust>()),
            failureStatus,
            tags));
    }
}
