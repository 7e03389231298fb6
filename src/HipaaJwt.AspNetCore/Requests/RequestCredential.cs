namespace HipaaJwt.AspNetCore.Requests;

/// <summary>The token and the DPoP proof of a request.</summary>
/// <param name="Token">The token.</param>
/// <param name="Proof">The DPoP proof; empty under the scheme DPoP without a proof; null under the scheme Bearer.</param>
internal readonly record struct RequestCredential(ReadOnlyMemory<char> Token, string? Proof)
{
    public bool Equals(RequestCredential other) =>
        string.Equals(Proof, other.Proof, StringComparison.Ordinal) && Token.Span.SequenceEqual(other.Token.Span);

    public override int GetHashCode() => HashCode.Combine(Token.Length, Proof?.Length);

    /// <summary>Returns neither the token nor the proof.</summary>
    public override string ToString() => nameof(RequestCredential);
}
