using HipaaJwt;
using HipaaJwt.AspNetCore.Permissions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Requires permissions for endpoints.</summary>
public static class RequirePermissionExtensions
{
    /// <summary>
    /// Grants access only to a token that grants all the permissions. Several calls require the permissions of all of them. A
    /// permission that no permission rule knows stops the start of the application.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="permissions">The names of the permissions, at least one. They are case-sensitive.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">
    /// There are no permissions, or a name is empty, or contains white space or control characters.
    /// </exception>
    /// <exception cref="ArgumentNullException">The builder or a name is null.</exception>
    /// <example><code>app.MapGet("/patients/{patient}/chart", ReadChart).RequirePermission("chart:read");</code></example>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, params string[] permissions)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(permissions);
        builder.Add(MissingScheme.Check);
        return builder.RequireAuthorization(new RequirePermissionAttribute(permissions));
    }

    /// <inheritdoc cref="RequirePermission{TBuilder}(TBuilder, string[])" path="/summary"/>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="permissions">The permissions, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There are no permissions, or one is the default value of the type.</exception>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, params Permission[] permissions)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequirePermission(NamesOf(permissions));

    /// <summary>
    /// Grants access only to a token that grants at least one of the permissions. Several calls require one permission of each. A
    /// permission that no permission rule knows stops the start of the application.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="permissions">The names of the permissions, at least one. They are case-sensitive.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">
    /// There are no permissions, or a name is empty, or contains white space or control characters.
    /// </exception>
    /// <exception cref="ArgumentNullException">The builder or a name is null.</exception>
    /// <example>
    /// <code>app.MapGet("/patients/{patient}/chart", ReadChart).RequireAnyPermission("chart:read", "chart:audit");</code>
    /// </example>
    public static TBuilder RequireAnyPermission<TBuilder>(this TBuilder builder, params string[] permissions)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(permissions);
        builder.Add(MissingScheme.Check);
        return builder.RequireAuthorization(new RequireAnyPermissionAttribute(permissions));
    }

    /// <inheritdoc cref="RequireAnyPermission{TBuilder}(TBuilder, string[])" path="/summary"/>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="permissions">The permissions, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There are no permissions, or one is the default value of the type.</exception>
    /// <exception cref="ArgumentNullException">The builder is null.</exception>
    public static TBuilder RequireAnyPermission<TBuilder>(this TBuilder builder, params Permission[] permissions)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAnyPermission(NamesOf(permissions));

    private static string[] NamesOf(Permission[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return Array.ConvertAll(permissions, permission => permission.Name);
    }
}
