namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>What a request brings.</summary>
/// <param name="Token">The token.</param>
/// <param name="Proof">The DPoP proof; empty where the token came under the scheme DPoP without one; null under Bearer.</param>
internal readonly record struct RequestCredential(ReadOnlyMemory<char> Token, string? Proof);
