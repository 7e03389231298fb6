namespace HipaaJwt.Permissions;

/// <summary>What a rule compares its value with.</summary>
internal enum PermissionRuleKind
{
    Role,
    Scope,
    Claim,
    Flag,
}

/// <summary>A rule that grants permissions for a value of certain claims.</summary>
/// <param name="Kind">The kind of the rule.</param>
/// <param name="Source">The claim; null for roles and scopes, whose claims may change until the map is built.</param>
/// <param name="Value">The required value of the claim; empty for a flag.</param>
/// <param name="Permissions">The granted permissions.</param>
/// <param name="Section">The configuration section that contains the rule; null for a rule in code.</param>
internal sealed record PermissionGrant(
    PermissionRuleKind Kind, ClaimSource? Source, string Value, string[] Permissions, string? Section)
{
    /// <summary>Describes the rule as the application wrote it.</summary>
    public override string ToString() => Kind switch
    {
        PermissionRuleKind.Claim => $"{Source!.Value.Path} \"{Value}\"",
        PermissionRuleKind.Flag => Source!.Value.Path.ToString(),
        _ => $"\"{Value}\"",
    };
}
