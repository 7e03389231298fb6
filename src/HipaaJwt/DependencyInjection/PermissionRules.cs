namespace HipaaJwt.DependencyInjection;

/// <summary>The permission rules of one trust. They are applied when its permission map is built.</summary>
internal sealed record PermissionRules(string Trust, Action<PermissionMapBuilder> Apply);
