namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>The name of the trust that accepts the issuer's tokens.</summary>
internal sealed record EndpointTrust(string Name);
