using System.Runtime.CompilerServices;
using HipaaJwt.AspNetCore.Policies;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Schemes;

/// <summary>The schemes whose tokens this library validates.</summary>
internal sealed class OwnSchemes
{
    private readonly string[] _names;
    private readonly IAuthenticationSchemeProvider _provider;
    private readonly ConditionalWeakTable<AuthorizationPolicy, AuthorizationPolicy> _policies = [];

    public OwnSchemes(IEnumerable<SchemeTrust> schemes, IAuthenticationSchemeProvider provider)
    {
        _names = [.. schemes.Select(scheme => scheme.Scheme)];
        _provider = provider;
    }

    public bool Contains(string? scheme) => scheme is not null && Array.IndexOf(_names, scheme) >= 0;

    /// <summary>
    /// Returns the policy with these schemes if only a token can satisfy it, it names no schemes, and the default scheme leads to
    /// none of these. Otherwise returns the policy.
    /// </summary>
    public async ValueTask<AuthorizationPolicy> AddToAsync(AuthorizationPolicy policy, HttpContext context) =>
        policy.AuthenticationSchemes.Count == 0 && RequiresToken(policy, context) && !await IsDefaultAsync(context).ConfigureAwait(false)
            ? _policies.GetValue(policy, original => new AuthorizationPolicy(original.Requirements, _names))
            : policy;

    /// <summary>Returns whether these schemes, or schemes that led to them, answer a request that the policy denies.</summary>
    public async ValueTask<bool> AnswerAsync(AuthorizationPolicy policy, HttpContext context) => policy.AuthenticationSchemes.Count == 0
        ? await IsDefaultAsync(context).ConfigureAwait(false)
        : policy.AuthenticationSchemes.Any(scheme => Contains(scheme) || RequestState.Find(context)?.LedToOwn(scheme) == true);

    /// <summary>Returns whether only a token can satisfy the policy, or the code of the endpoint cannot run without one.</summary>
    public static bool RequiresToken(AuthorizationPolicy policy, HttpContext context) =>
        RequiresToken(policy) || TokenParameter.IsRequiredBy(context.FindEndpoint());

    private static bool RequiresToken(AuthorizationPolicy policy)
    {
        for (var i = 0; i < policy.Requirements.Count; i++)
        {
            if (policy.Requirements[i] is IAccessRequirement)
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<bool> IsDefaultAsync(HttpContext context)
    {
        var name = (await _provider.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false))?.Name;
        return Contains(name) || (name is not null && RequestState.Find(context)?.LedToOwn(name) == true);
    }
}
