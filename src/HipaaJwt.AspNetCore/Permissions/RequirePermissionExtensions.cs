using HipaaJwt;
using HipaaJwt.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Asks for permissions where endpoints are mapped.</summary>
public static class RequirePermissionExtensions
{
    /// <summary>
    /// Permits access only with a token that grants the permission. Where it is called several times, all permissions are
    /// needed. A permission that the application's map does not know stops the application at start.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="permission">The name of the permission.</param>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequirePermissionAttribute(permission));
}
