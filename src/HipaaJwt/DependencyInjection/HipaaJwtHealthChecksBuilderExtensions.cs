using HipaaJwt.Hosting;
using HipaaJwt.Policy;
using HipaaJwt.Revocations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health checks of keys that are fetched from issuers, and of revocations.</summary>
public static class HipaaJwtHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of the fetched keys of all issuers. It sends no request. Use it for readiness, not for liveness: a restart of the
    /// service does not repair an issuer.
    /// </summary>
    /// <remarks>
    /// The status is healthy if all keys are current, degraded if a refresh failed and earlier keys are in use, and
    /// <paramref name="failureStatus"/> if an issuer has no usable keys. The data of the check contains the state and the age, in
    /// seconds, of each issuer's keys.
    /// </remarks>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check; <c>hipaajwt-keys</c> by default.</param>
    /// <param name="failureStatus">The status if an issuer has no usable keys; <see cref="HealthStatus.Unhealthy"/> by default.</param>
    /// <param name="tags">The tags of the check; none by default.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    /// <example><code>builder.Services.AddHealthChecks().AddHipaaJwtKeys(tags: ["ready"]);</code></example>
    public static IHealthChecksBuilder AddHipaaJwtKeys(
        this IHealthChecksBuilder builder,
        string name = "hipaajwt-keys",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new KeyHealthCheck(provider.GetServices<Trust>()),
            failureStatus,
            tags));
    }

    /// <summary>
    /// Adds a check of the view of revocations. It does not call the store. Use it for readiness, not for liveness: a restart of the
    /// service does not repair a store.
    /// </summary>
    /// <remarks>
    /// The status is healthy if the view is current, or if no store of revocations is registered. Otherwise it is
    /// <paramref name="failureStatus"/>, and all tokens are rejected. The data of the check contains the store, the state, the age in
    /// seconds, the number of revocations, the lag and the outcome of the last read.
    /// </remarks>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check; <c>hipaajwt-revocation</c> by default.</param>
    /// <param name="failureStatus">The status if the view is not current; <see cref="HealthStatus.Unhealthy"/> by default.</param>
    /// <param name="tags">The tags of the check; none by default.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    /// <example><code>builder.Services.AddHealthChecks().AddHipaaJwtRevocation(tags: ["ready"]);</code></example>
    public static IHealthChecksBuilder AddHipaaJwtRevocation(
        this IHealthChecksBuilder builder,
        string name = "hipaajwt-revocation",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new RevocationHealthCheck(provider.GetService<RevocationMonitor>()),
            failureStatus,
            tags));
    }
}
