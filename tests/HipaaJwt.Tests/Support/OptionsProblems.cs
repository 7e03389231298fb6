using HipaaJwt.Permissions;
using HipaaJwt.Policy;

namespace HipaaJwt.Tests.Support;

/// <summary>Collects the option problems that an application would report at start.</summary>
public static class OptionsProblems
{
    public static IReadOnlyList<string> Of(HipaaJwtOptions options)
    {
        var builder = new ValidationPolicyBuilder(string.Empty, [], hasTokenUseChecks: false, PermissionMap.Empty);
        builder.TryBuild(options, out _, out var problems);
        return problems;
    }

    public static IReadOnlyList<string> Of(TestIssuer issuer, Action<TrustedIssuer>? trust = null, Action<HipaaJwtOptions>? change = null)
    {
        var options = new HipaaJwtOptions { Issuers = { issuer.Trust(trust) } };
        change?.Invoke(options);
        return Of(options);
    }
}
