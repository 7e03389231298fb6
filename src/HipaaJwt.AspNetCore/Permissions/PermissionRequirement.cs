using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>
/// Succeeds for a validated token that grants the permission. It ignores the claims of the principal, because an application can
/// change them. The requirement is its own handler, which avoids a search among all handlers.
/// </summary>
internal sealed class PermissionRequirement : IAuthorizationRequirement, IAuthorizationHandler, IAccessRequirement
{
    private readonly Permission _permission;

    public PermissionRequirement(Permission permission) => _permission = permission;

    public string Permission => _permission.Name;

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (PrincipalToken.Of(context.User)?.Permissions.Contains(_permission) == true)
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => "Permission " + Permission;
}
