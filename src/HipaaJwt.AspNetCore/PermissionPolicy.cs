namespace HipaaJwt;

/// <summary>
/// The authorization policies of permissions: one for each permission that the application's rules know, for code that asks
/// <c>IAuthorizationService</c> by the name of a policy.
/// </summary>
/// <example><code>await authorization.AuthorizeAsync(user, chart, PermissionPolicy.NameOf("chart:read"))</code></example>
public static class PermissionPolicy
{
    /// <summary>The prefix of the names of these policies.</summary>
    public const string Prefix = "HipaaJwt.Permission:";

    /// <summary>Returns the name of the policy that requires a permission.</summary>
    /// <param name="permission">The permission, or its name.</param>
    public static string NameOf(Permission permission) => Prefix + permission.Name;
}
