namespace HipaaJwt.DependencyInjection;

/// <summary>Rules for permissions that wait until the map is built.</summary>
internal sealed record PermissionRules(Action<PermissionMapBuilder> Apply);
