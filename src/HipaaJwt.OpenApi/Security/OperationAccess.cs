using HipaaJwt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.OpenApi.Security;

/// <summary>What an operation requires of its caller.</summary>
/// <param name="Schemes">The schemes, one of which must authenticate the caller.</param>
/// <param name="Permissions">The required permissions. In an entry with several names, one of them is enough.</param>
internal sealed record OperationAccess(IReadOnlyList<AuthenticationScheme> Schemes, IReadOnlyList<string> Permissions)
{
    /// <summary>Reads the metadata of the endpoint.</summary>
    /// <returns>Null if the operation requires no authentication, or another one than a bearer scheme.</returns>
    public static async Task<OperationAccess?> FindAsync(OpenApiOperationTransformerContext context)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var services = context.ApplicationServices;
        if (metadata.OfType<IAllowAnonymous>().Any()
            || await PolicyOfAsync(services, metadata).ConfigureAwait(false) is not { } policy)
        {
            return null;
        }

        var schemes = await SchemesOfAsync(services.GetRequiredService<IAuthenticationSchemeProvider>(), policy).ConfigureAwait(false);
        return schemes.Count == 0 ? null : new OperationAccess(schemes, PermissionsOf(metadata));
    }

    private static async Task<AuthorizationPolicy?> PolicyOfAsync(IServiceProvider services, IList<object> metadata) =>
        services.GetService<IAuthorizationPolicyProvider>() is { } policies
            ? await AuthorizationPolicy.CombineAsync(
                policies, metadata.OfType<IAuthorizeData>(), metadata.OfType<AuthorizationPolicy>()).ConfigureAwait(false)
            : null;

    /// <summary>Without named schemes, the default scheme authenticates.</summary>
    private static async Task<IReadOnlyList<AuthenticationScheme>> SchemesOfAsync(
        IAuthenticationSchemeProvider provider, AuthorizationPolicy policy)
    {
        var bearer = await BearerSchemes.FindAsync(provider).ConfigureAwait(false);
        var standard = await provider.GetDefaultAuthenticateSchemeAsync().ConfigureAwait(false);
        if (policy.AuthenticationSchemes.Count == 0 && (standard is null || !bearer.Any(scheme => scheme.Name == standard.Name)))
        {
            // A policy scheme selects one of the schemes for each request.
            return bearer;
        }

        var names = policy.AuthenticationSchemes.Count > 0 ? policy.AuthenticationSchemes : [standard!.Name];
        return [.. bearer.Where(scheme => names.Contains(scheme.Name, StringComparer.Ordinal))];
    }

    private static string[] PermissionsOf(IList<object> metadata) =>
        [.. metadata.OfType<IAuthorizeData>().SelectMany(data => PermissionsOf(data.Policy)).Distinct(StringComparer.Ordinal)];

    /// <summary>The names of policies separate permissions by blanks. Permissions of which one is enough are one entry.</summary>
    private static string[] PermissionsOf(string? policy)
    {
        if (policy?.StartsWith(PermissionPolicy.Prefix, StringComparison.Ordinal) == true)
        {
            return policy[PermissionPolicy.Prefix.Length..].Split(' ');
        }

        return policy?.StartsWith(PermissionPolicy.AnyPrefix, StringComparison.Ordinal) == true
            ? [policy[PermissionPolicy.AnyPrefix.Length..].Replace(" ", " | ", StringComparison.Ordinal)]
            : [];
    }
}
