using HipaaJwt;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Requires permissions for endpoints.</summary>
public static class RequirePermissionExtensions
{
    /// <summary>
    /// Grants access only to a token that grants the permission. Several calls require all their permissions. A permission that no
    /// permission rule knows stops the start of the application.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="permission">The name of the permission. It is case-sensitive.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty, or contains white space or control characters.</exception>
    /// <exception cref="ArgumentNullException">The builder or the name is null.</exception>
    /// <example><code>app.MapGet("/patients/{patient}/chart", ReadChart).RequirePermission("chart:read");</code></example>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new RequirePermissionAttribute(permission));
}
