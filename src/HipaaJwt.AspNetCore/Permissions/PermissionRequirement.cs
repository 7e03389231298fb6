using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>
/// Succeeds for a validated token that grants the permissions. It ignores the claims of the principal, because an application can
/// change them. The requirement is its own handler, which avoids a search among all handlers.
/// </summary>
internal sealed class PermissionRequirement : IAuthorizationRequirement, IAuthorizationHandler, IAccessRequirement
{
    private readonly Permission[] _permissions;
    private readonly bool _acceptsAny;
    private readonly CallerTokens _tokens;

    public PermissionRequirement(PermissionCriteria criteria, CallerTokens tokens)
    {
        _permissions = Array.ConvertAll(criteria.Names.Where(name => name.Length > 0).ToArray(), Permission.FromString);
        _acceptsAny = criteria.AcceptsAny;
        _tokens = tokens;
        Permissions = criteria.Names;
    }

    public IReadOnlyList<string> Permissions { get; }

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (_tokens.FindAuthenticated(context.User, context.Resource) is { } token && IsGrantedBy(token.Permissions))
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => "Permission " + string.Join(_acceptsAny ? " or " : " and ", Permissions);

    /// <summary>An empty list is never granted, because no endpoint can mean it.</summary>
    private bool IsGrantedBy(PermissionSet granted)
    {
        foreach (var permission in _permissions)
        {
            if (granted.Contains(permission) == _acceptsAny)
            {
                return _acceptsAny;
            }
        }

        return !_acceptsAny && _permissions.Length > 0;
    }
}
