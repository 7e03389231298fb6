using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>Reads from the metadata of an endpoint whether it demands authorization.</summary>
internal static class EndpointAuthorization
{
    /// <summary>Returns whether the endpoint lets callers without authorization in, whatever the fallback policy is.</summary>
    public static bool IsAnonymous(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>Returns whether the endpoint demands authorization itself. The fallback policy applies to the others.</summary>
    public static bool IsDemandedBy(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
        || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null
        || endpoint.Metadata.GetMetadata<IAuthorizationRequirementData>() is not null;
}
