using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt;

/// <summary>
/// Grants access only to a token that grants at least one of the permissions. Several attributes require one permission of each.
/// </summary>
/// <remarks>See <see cref="RequirePermissionAttribute"/> for the places where it works, and for unknown permissions.</remarks>
/// <example>
/// <code>
/// [HttpGet("/patients/{patient}/chart")]
/// [RequireAnyPermission("chart:read", "chart:audit")]
/// public Chart Get(string patient) => …
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireAnyPermissionAttribute : AuthorizeAttribute
{
    /// <summary>Requires one of several permissions.</summary>
    /// <param name="permissions">The names of the permissions, at least one. They are case-sensitive.</param>
    /// <exception cref="ArgumentException">
    /// There are no permissions, or a name is empty, or contains white space or control characters.
    /// </exception>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    public RequireAnyPermissionAttribute(params string[] permissions)
        : base(PermissionPolicy.Name(PermissionPolicy.AnyPrefix, permissions)) => Permissions = permissions;

    /// <summary>The names of the permissions.</summary>
    public IReadOnlyList<string> Permissions { get; }

    /// <summary>The name of the policy. It cannot be set, because another policy would replace the permissions.</summary>
    /// <value>The result of <see cref="PermissionPolicy.NameOfAny"/> for <see cref="Permissions"/>.</value>
    public new string? Policy => base.Policy;
}
