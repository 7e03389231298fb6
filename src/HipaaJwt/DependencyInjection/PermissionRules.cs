namespace HipaaJwt.DependencyInjection;

/// <summary>Rules for the permissions of one trust, to be applied when its map is built.</summary>
internal sealed record PermissionRules(string Trust, Action<PermissionMapBuilder> Apply);
