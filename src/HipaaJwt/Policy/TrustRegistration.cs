namespace HipaaJwt.Policy;

/// <summary>The name of a trust that the application has added.</summary>
internal sealed record TrustRegistration(string Name);
