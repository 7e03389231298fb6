namespace HipaaJwt.Permissions;

/// <summary>The rules for the tokens of one issuer, or of all issuers.</summary>
/// <param name="Grants">The rules.</param>
/// <param name="Known">Permissions that no rule grants.</param>
/// <param name="RoleClaims">The claims that contain roles; null if they were not set.</param>
/// <param name="ScopeClaims">The claims that contain scopes; null if they were not set.</param>
internal sealed record PermissionRuleSet(
    IReadOnlyList<PermissionGrant> Grants, IReadOnlyList<string> Known, ClaimSource[]? RoleClaims, ClaimSource[]? ScopeClaims);
