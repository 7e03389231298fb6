namespace HipaaJwt.Permissions;

/// <summary>The claims that contain roles and scopes. Their formats are resolved.</summary>
internal sealed record PermissionClaims(ClaimSource[] Roles, ClaimSource[] Scopes);
