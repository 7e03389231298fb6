using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>A decision on access, as the trail tells it.</summary>
internal readonly record struct AccessDecision(JwtErrorCode Reason, ValidatedJwt? Token, string? Permission, string? Resource)
{
    /// <summary>Why access was denied, or <see cref="JwtErrorCode.None"/> where it was permitted.</summary>
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

        if (result.Failure.FailedRequirements.Any(requirement => requirement is PermissionRequirement))
        {
            return JwtErrorCode.PermissionMissing;
        }

        return StepUpAnswer.IsAuthenticationAlone(result.Failure.FailedRequirements)
            ? JwtErrorCode.AuthenticationInsufficient
            : JwtErrorCode.RequirementNotMet;
    }

    /// <summary>The permissions that were asked for, separated by blanks.</summary>
    public static string? PermissionsIn(IEnumerable<IAuthorizationRequirement> requirements)
    {
        string? permissions = null;
        var list = requirements as IReadOnlyList<IAuthorizationRequirement> ?? [.. requirements];
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is PermissionRequirement permission)
            {
                permissions = permissions is null ? permission.Name : permissions + " " + permission.Name;
            }
        }

        return permissions;
    }
}
