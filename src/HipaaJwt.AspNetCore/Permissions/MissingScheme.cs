using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>Finds endpoints that require permissions although no call has added what evaluates them.</summary>
internal static class MissingScheme
{
    public const string Remedy =
        "Call services.AddAuthentication().AddHipaaJwtBearer(), and services.AddHipaaJwt(…) for the trusted issuers.";

    /// <summary>Fails when the endpoint is built. Without it, ASP.NET Core would report a policy that was not found.</summary>
    public static void Check(EndpointBuilder endpoint)
    {
        if (endpoint.ApplicationServices.GetService<CallerTokens>() is null)
        {
            throw new InvalidOperationException(
                $"The endpoint \"{endpoint.DisplayName}\" requires permissions, but no scheme validates tokens. {Remedy}");
        }
    }
}
