namespace HipaaJwt.Permissions;

/// <summary>
/// What a value of certain claims grants. Which claims is asked when the map is built, for those of roles and scopes may
/// still change until then. A string is one value, or a list separated by blanks.
/// </summary>
internal sealed record PermissionGrant(Func<IEnumerable<ClaimPath>> Paths, string Value, bool IsList, Permission[] Permissions);
