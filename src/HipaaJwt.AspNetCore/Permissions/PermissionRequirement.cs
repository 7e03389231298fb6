using HipaaJwt.AspNetCore.Auditing;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>
/// Is met by a validated token that grants the permission. The claims of the principal do not count, for an application can
/// change them. It handles itself, which spares a search among all handlers.
/// </summary>
internal sealed class PermissionRequirement : IAuthorizationRequirement, IAuthorizationHandler
{
    private readonly Permission _permission;

    public PermissionRequirement(Permission permission) => _permission = permission;

    public string Name => _permission.Name;

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (Caller.TokenOf(context.User)?.Permissions.Contains(_permission) == true)
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => "Permission " + Name;
}
