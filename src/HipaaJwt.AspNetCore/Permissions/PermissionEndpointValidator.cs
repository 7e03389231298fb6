using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>Finds permissions that endpoints require and no permission rule knows, such as misspelled ones.</summary>
internal static class PermissionEndpointValidator
{
    /// <exception cref="InvalidOperationException">An endpoint requires a permission that is not in the catalog.</exception>
    public static void Validate(IEnumerable<Endpoint> endpoints, IEnumerable<string> catalog)
    {
        var known = catalog.ToHashSet(StringComparer.Ordinal);
        var problems = endpoints
            .SelectMany(endpoint => PermissionsOf(endpoint).Select(permission => new Required(NameOf(endpoint), permission)))
            .Where(required => !known.Contains(required.Permission))
            .Distinct()
            .Select(required => $"The endpoint \"{required.Endpoint}\" requires the permission \"{required.Permission}\".")
            .ToArray();
        if (problems.Length > 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(" ", problems)} No rule of AddPermissions grants it, so access would always be denied. "
                + "Correct the name, or add it in AddPermissions with Grants(…) or Know(…). "
                + $"Known permissions: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
        }
    }

    /// <summary>The name of an endpoint in messages.</summary>
    public static string NameOf(Endpoint endpoint) =>
        endpoint.DisplayName ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(unnamed)";

    private static IEnumerable<string> PermissionsOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .SelectMany(data => PermissionCriteria.Parse(data.Policy)?.Names ?? []);

    private sealed record Required(string Endpoint, string Permission);
}
