using HipaaJwt.Auditing;
using HipaaJwt.Logout;
using HipaaJwt.Policy;
using HipaaJwt.Replay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>Adds what processes logout tokens, once a store of revocations is registered.</summary>
internal static class LogoutServices
{
    public static void AddTo(IServiceCollection services) => services.TryAddSingleton<IBackChannelLogout>(Build);

    /// <exception cref="OptionsValidationException">No issuer has audiences of logout tokens.</exception>
    private static BackChannelLogout Build(IServiceProvider provider)
    {
        Trust[] trusts = [.. provider.GetServices<Trust>()];
        if (!trusts.Any(trust => trust.Policies.Current.Policy.Issuers.Any(issuer => issuer.Logout is not null)))
        {
            var path = new OptionPaths(trusts[0].Policies.StartOptions, trusts[0].Name)
                .OfIssuer(0).Member(nameof(TrustedIssuer.LogoutAudiences));
            throw new OptionsValidationException(trusts[0].Name, typeof(HipaaJwtOptions),
            [
                $"{path} is empty, and so is that of every other issuer, so every logout token would be rejected. "
                + "Add the client identifiers of this application at the issuer, or do not call MapHipaaJwtBackChannelLogout.",
            ]);
        }

        return new BackChannelLogout(
            [.. trusts.Select(trust => new TrustLogout(trust.Policies, provider.GetRequiredService<TimeProvider>()))],
            new LogoutReplayCheck(provider.GetRequiredService<ReplayGuard>()),
            provider.GetRequiredService<IRevocation>(),
            provider.GetRequiredService<IAuditTrail>(),
            provider.GetRequiredService<AuditEventFactory>());
    }
}
