namespace HipaaJwt.AspNetCore;

/// <summary>
/// The authorization policies for permissions. There is one for each permission that the application's map knows, for code
/// that asks <c>IAuthorizationService</c> by the name of a policy.
/// </summary>
public static class PermissionPolicy
{
    /// <summary>What the names of these policies begin with.</summary>
    public const string Prefix = "HipaaJwt.Permission:";

    /// <summary>The name of the policy that asks for a permission.</summary>
    /// <param name="permission">The permission, or its name.</param>
    public static string NameOf(Permission permission) => Prefix + permission.Name;
}
