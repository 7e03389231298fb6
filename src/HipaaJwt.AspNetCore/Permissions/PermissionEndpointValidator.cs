using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>Finds the permissions that endpoints require and no rule knows: a typing error that would deny everybody.</summary>
internal static class PermissionEndpointValidator
{
    /// <exception cref="InvalidOperationException">An endpoint requires a permission that is not in the catalog.</exception>
    public static void Validate(IEnumerable<Endpoint> endpoints, IEnumerable<Permission> catalog)
    {
        var known = catalog.Select(permission => permission.Name).ToHashSet(StringComparer.Ordinal);
        var problems = endpoints
            .SelectMany(endpoint => PermissionsOf(endpoint).Select(permission => (Endpoint: NameOf(endpoint), Permission: permission)))
            .Where(asked => !known.Contains(asked.Permission))
            .Distinct()
            .Select(asked => $"The endpoint \"{asked.Endpoint}\" requires the permission \"{asked.Permission}\".")
            .ToArray();
        if (problems.Length > 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(" ", problems)} No rule of AddPermissions grants it, so access would always be denied. "
                + "Correct the name, or add it in AddPermissions with Grants(…) or Know(…). "
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
