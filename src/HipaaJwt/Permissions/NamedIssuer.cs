namespace HipaaJwt.Permissions;

/// <summary>An issuer that permission rules name.</summary>
/// <param name="Issuer">The issuer.</param>
/// <param name="Place">The path of the configuration value, or the call in code.</param>
internal sealed record NamedIssuer(string Issuer, string Place);
