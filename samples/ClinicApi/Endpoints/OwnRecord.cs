using HipaaJwt;
using Microsoft.AspNetCore.Authorization;

namespace ClinicApi.Endpoints;

/// <summary>
/// Grants patients access to their own record, and users with the permission <c>record:any</c> access to every record. A
/// permission alone cannot express this, because the decision depends on the requested record.
/// </summary>
internal sealed class OwnRecord : AuthorizationHandler<OwnRecord>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnRecord requirement)
    {
        if (context.Resource is HttpContext http && http.GetValidatedJwt() is { } token
            && (token.Permissions.Contains("record:any") || IsOwn(token, http)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool IsOwn(ValidatedJwt token, HttpContext http) =>
        token.TryGetString("patient", out var own) && own == http.GetRouteValue("patient") as string;
}

internal static class OwnRecordExtensions
{
    public static TBuilder RequireOwnRecord<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(policy => policy.AddRequirements(new OwnRecord()));
}
