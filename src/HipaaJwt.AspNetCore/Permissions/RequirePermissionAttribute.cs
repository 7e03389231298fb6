using HipaaJwt.AspNetCore;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt;

/// <summary>
/// Permits access only with a token that grants the permission. Where it is given several times, all permissions are needed.
/// For endpoints, controllers, actions, hubs, methods of hubs and gRPC services.
/// </summary>
/// <remarks>
/// An endpoint that asks for a permission that the application's map does not know stops the application at start. Methods
/// of hubs are not visible then: there, asking for an unknown permission refuses each call.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    /// <summary>Asks for a permission.</summary>
    /// <param name="permission">The name of the permission.</param>
    /// <exception cref="ArgumentException">The name is empty or has blanks or control characters.</exception>
    public RequirePermissionAttribute(string permission)
        : base(PermissionPolicy.NameOf(new Permission(permission))) => Permission = permission;

    /// <summary>The name of the permission.</summary>
    public string Permission { get; }

    /// <summary>The name of the policy. It cannot be set beside the permission, for it would replace it.</summary>
    public new string? Policy => base.Policy;
}
