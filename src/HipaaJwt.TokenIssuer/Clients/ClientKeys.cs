using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>The public keys of a client, and the algorithms that they can verify.</summary>
internal sealed record ClientKeys(ImmutableArray<JsonWebKey> Keys, ImmutableArray<JwsAlgorithm> Algorithms);
