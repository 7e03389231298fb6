using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt;

/// <summary>
/// Grants access only to a token that grants the permission. Several attributes require all their permissions. Use it on
/// endpoints, controllers, actions, hubs, hub methods and gRPC services.
/// </summary>
/// <remarks>
/// An endpoint with a permission that no permission rule knows stops the start of the application. Hub methods cannot be checked
/// at start: an unknown permission denies every call of the method.
/// </remarks>
/// <example>
/// <code>
/// [HttpGet("/patients/{patient}/chart")]
/// [RequirePermission("chart:read")]
/// public Chart Get(string patient) => …
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    /// <summary>Requires a permission.</summary>
    /// <param name="permission">The name of the permission. It is case-sensitive.</param>
    /// <exception cref="ArgumentException">The name is empty, or contains white space or control characters.</exception>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public RequirePermissionAttribute(string permission)
        : base(PermissionPolicy.NameOf(new Permission(permission))) => Permission = permission;

    /// <summary>The name of the permission.</summary>
    public string Permission { get; }

    /// <summary>The name of the policy. It cannot be set, because another policy would replace the permission.</summary>
    /// <value>The result of <see cref="PermissionPolicy.NameOf"/> for <see cref="Permission"/>.</value>
    public new string? Policy => base.Policy;
}
