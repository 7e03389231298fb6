namespace HipaaJwt.Permissions;

/// <summary>
/// What a value of certain claims grants. Which claims is asked when the map is built, for those of roles and scopes may
/// still change until then.
/// </summary>
internal sealed record PermissionGrant(Func<IEnumerable<ClaimPath>> Paths, string Value, Permission[] Permissions);
