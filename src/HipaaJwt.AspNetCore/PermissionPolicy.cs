using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt;

/// <summary>
/// Names the authorization policies of permissions. There is one policy for each permission, for code that calls
/// <see cref="IAuthorizationService"/> with a policy name.
/// </summary>
/// <example><code>await authorization.AuthorizeAsync(user, chart, PermissionPolicy.NameOf("chart:read"))</code></example>
public static class PermissionPolicy
{
    /// <summary>The prefix of the policy names: <c>HipaaJwt.Permission:</c>.</summary>
    public const string Prefix = "HipaaJwt.Permission:";

    /// <summary>Returns the name of the policy that requires a permission.</summary>
    /// <param name="permission">The permission. A string converts implicitly.</param>
    /// <returns><see cref="Prefix"/> and the name of the permission.</returns>
    public static string NameOf(Permission permission) => Prefix + permission.Name;
}
