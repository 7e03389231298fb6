using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>Describes one access decision for the audit trail.</summary>
/// <param name="Reason">Why access was denied; <see cref="JwtErrorCode.None"/> if it was granted.</param>
/// <param name="Token">The token of the user; null without a token.</param>
/// <param name="Permissions">The permissions that were required.</param>
/// <param name="Policy">The name of the policy; null if none was named.</param>
/// <param name="Resource">The requested resource.</param>
internal readonly record struct AccessDecision(
    JwtErrorCode Reason,
    ValidatedJwt? Token,
    IReadOnlyList<string> Permissions,
    string? Policy,
    string? Resource)
{
    /// <summary>Returns why access was denied, or <see cref="JwtErrorCode.None"/> if it was granted.</summary>
    public static JwtErrorCode ReasonOf(AuthorizationResult result, ValidatedJwt? token)
    {
        if (result.Succeeded)
        {
            return JwtErrorCode.None;
        }

        if (token is null)
        {
            return JwtErrorCode.TokenMissing;
        }

        if (result.Failure.FailedRequirements.Any(requirement => requirement is IAccessRequirement { Permissions.Count: > 0 }))
        {
            return JwtErrorCode.PermissionMissing;
        }

        return StepUpCriteria.IsOnlyFailure(result.Failure.FailedRequirements)
            ? JwtErrorCode.AuthenticationInsufficient
            : JwtErrorCode.RequirementNotMet;
    }

    /// <summary>Returns the permissions among the requirements.</summary>
    public static IReadOnlyList<string> PermissionsOf(IEnumerable<IAuthorizationRequirement> requirements)
    {
        IReadOnlyList<string> all = [];
        var list = requirements as IReadOnlyList<IAuthorizationRequirement> ?? [.. requirements];
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is IAccessRequirement { Permissions: { Count: > 0 } permissions })
            {
                all = all.Count == 0 ? permissions : [.. all, .. permissions];
            }
        }

        return all;
    }
}
