using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt;

/// <summary>
/// Names the authorization policies of permissions, for code that calls <see cref="IAuthorizationService"/> with a policy name.
/// </summary>
/// <example><code>await authorization.AuthorizeAsync(user, chart, PermissionPolicy.NameOf("chart:read"))</code></example>
public static class PermissionPolicy
{
    /// <summary>The prefix of the names of policies that require all their permissions: <c>HipaaJwt.Permission:</c>.</summary>
    public const string Prefix = "HipaaJwt.Permission:";

    /// <summary>The prefix of the names of policies that require any of their permissions: <c>HipaaJwt.AnyPermission:</c>.</summary>
    public const string AnyPrefix = "HipaaJwt.AnyPermission:";

    /// <summary>Returns the name of the policy that requires a permission.</summary>
    /// <param name="permission">The permission. A string converts implicitly.</param>
    /// <returns><see cref="Prefix"/> and the name of the permission.</returns>
    public static string NameOf(Permission permission) => Prefix + permission.Name;

    /// <summary>Returns the name of the policy that requires all of several permissions.</summary>
    /// <param name="permissions">The permissions, at least one.</param>
    /// <returns><see cref="Prefix"/> and the names of the permissions, separated by blanks.</returns>
    /// <exception cref="ArgumentException">There are no permissions, or one is the default value of the type.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="permissions"/> is null.</exception>
    public static string NameOfAll(params IEnumerable<Permission> permissions) => Name(Prefix, NamesOf(permissions));

    /// <summary>Returns the name of the policy that requires at least one of several permissions.</summary>
    /// <param name="permissions">The permissions, at least one.</param>
    /// <returns><see cref="AnyPrefix"/> and the names of the permissions, separated by blanks.</returns>
    /// <exception cref="ArgumentException">There are no permissions, or one is the default value of the type.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="permissions"/> is null.</exception>
    public static string NameOfAny(params IEnumerable<Permission> permissions) => Name(AnyPrefix, NamesOf(permissions));

    /// <summary>
    /// Returns the name of a policy. It takes names, because the runtime would have to compile collections of permissions at start.
    /// </summary>
    /// <param name="prefix">The prefix of the policies.</param>
    /// <param name="permissions">The names of the permissions, at least one.</param>
    internal static string Name(string prefix, string[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return permissions.Length > 0
            ? prefix + string.Join(' ', permissions.Select(permission => new Permission(permission).Name))
            : throw new ArgumentException("Pass at least one permission.", nameof(permissions));
    }

    private static string[] NamesOf(IEnumerable<Permission> permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return [.. permissions.Select(permission => permission.Name)];
    }
}
