using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>Closes the connections of hubs that demand a permission when their token expires.</summary>
internal static class HubConnections
{
    public static void CloseOnExpiration(IEnumerable<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<HubMetadata>() is not null
                && endpoint.Metadata.GetMetadata<HttpConnectionDispatcherOptions>() is { } options
                && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => PermissionCriteria.Parse(data.Policy) is not null))
            {
                options.CloseOnAuthenticationExpiration = true;
            }
        }
    }
}
