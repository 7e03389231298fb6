namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>
/// The permissions that an endpoint requires. They are encoded in the name of a policy, so that everything that evaluates policies by
/// name can require them.
/// </summary>
/// <param name="Names">The names of the permissions.</param>
/// <param name="AcceptsAny">Whether one of the permissions is enough.</param>
internal sealed record PermissionCriteria(string[] Names, bool AcceptsAny)
{
    /// <summary>Parses the name of a policy.</summary>
    /// <returns>The criteria, or null if the name is not that of a permission policy.</returns>
    public static PermissionCriteria? Parse(string? policyName)
    {
        if (policyName?.StartsWith(PermissionPolicy.Prefix, StringComparison.Ordinal) == true)
        {
            return new PermissionCriteria(policyName[PermissionPolicy.Prefix.Length..].Split(' '), AcceptsAny: false);
        }

        return policyName?.StartsWith(PermissionPolicy.AnyPrefix, StringComparison.Ordinal) == true
            ? new PermissionCriteria(policyName[PermissionPolicy.AnyPrefix.Length..].Split(' '), AcceptsAny: true)
            : null;
    }
}
