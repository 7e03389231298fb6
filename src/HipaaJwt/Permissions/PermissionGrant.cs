namespace HipaaJwt.Permissions;

/// <summary>A rule that grants permissions for a value of certain claims.</summary>
/// <param name="Paths">
/// Gets the paths of the claims when the map is built, because the claims of roles and scopes may change until then.
/// </param>
/// <param name="Value">The required value of the claim.</param>
/// <param name="Permissions">The granted permissions.</param>
internal sealed record PermissionGrant(Func<IEnumerable<ClaimPath>> Paths, string Value, Permission[] Permissions);
