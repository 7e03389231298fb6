using HipaaJwt.Permissions;
using HipaaJwt.Policy;

namespace HipaaJwt.Tests.Support;

/// <summary>What is wrong with options, as the start of an application would say it.</summary>
public static class OptionsProblems
{
    public static IReadOnlyList<string> Of(HipaaJwtOptions options)
    {
        new ValidationPolicyBuilder(string.Empty, [], hasTokenUseChecks: false, PermissionMap.Empty).TryBuild(options, out _, out var problems);
        return problems;
    }

    public static IReadOnlyList<string> Of(TestIssuer issuer, Action<TrustedIssuer>? trust = null, Action<HipaaJwtOptions>? change = null)
    {
        var options = new HipaaJwtOptions { Issuers = { issuer.Trust(trust) } };
        change?.Invoke(options);
        return Of(options);
    }
}
