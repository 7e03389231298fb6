using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>Finds the permissions that endpoints ask for and no rule knows: a slip of the pen that would refuse everybody.</summary>
internal static class UnknownPermissions
{
    /// <exception cref="InvalidOperationException">An endpoint asks for a permission that is not in the catalog.</exception>
    public static void Refuse(IEnumerable<Endpoint> endpoints, PermissionCatalog catalog)
    {
        var known = catalog.Select(permission => permission.Name).ToHashSet(StringComparer.Ordinal);
        var problems = endpoints
            .SelectMany(endpoint => PermissionsOf(endpoint).Select(permission => (Endpoint: NameOf(endpoint), Permission: permission)))
            .Where(asked => !known.Contains(asked.Permission))
            .Distinct()
            .Select(asked => $"The endpoint \"{asked.Endpoint}\" asks for the permission \"{asked.Permission}\".")
            .ToArray();
        if (problems.Length > 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(" ", problems)} AddPermissions does not know it, so nobody could be permitted. "
                + "Correct the name, or name it in AddPermissions with Grants(…) or Know(…). "
                + $"Known permissions: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
        }
    }

    private static IEnumerable<string> PermissionsOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data => data.Policy ?? string.Empty)
            .Where(policy => policy.StartsWith(PermissionPolicy.Prefix, StringComparison.Ordinal))
            .Select(policy => policy[PermissionPolicy.Prefix.Length..]);

    private static string NameOf(Endpoint endpoint) =>
        endpoint.DisplayName ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(unnamed)";
}
