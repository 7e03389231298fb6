using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt;

/// <summary>
/// Grants access only to a token that grants all the permissions. Several attributes require the permissions of all of them. Use it on
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
    /// <summary>Requires permissions.</summary>
    /// <param name="permissions">The names of the permissions, at least one. They are case-sensitive.</param>
    /// <exception cref="ArgumentException">
    /// There are no permissions, or a name is empty, or contains white space or control characters.
    /// </exception>
    /// <exception cref="ArgumentNullException">A name is null.</exception>
    public RequirePermissionAttribute(params string[] permissions)
        : base(PermissionPolicy.Name(PermissionPolicy.Prefix, permissions)) => Permissions = permissions;

    /// <summary>The names of the permissions.</summary>
    public IReadOnlyList<string> Permissions { get; }

    /// <summary>The name of the policy. It cannot be set, because another policy would replace the permissions.</summary>
    /// <value>The result of <see cref="PermissionPolicy.NameOfAll"/> for <see cref="Permissions"/>.</value>
    public new string? Policy => base.Policy;
}
