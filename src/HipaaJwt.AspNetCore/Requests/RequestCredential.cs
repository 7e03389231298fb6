namespace HipaaJwt.AspNetCore.Requests;

/// <summary>The token and the proof that a request contains.</summary>
/// <param name="Token">The token.</param>
/// <param name="Proof">The DPoP proof; empty if the token came under the scheme DPoP without one; null under Bearer.</param>
internal readonly record struct RequestCredential(ReadOnlyMemory<char> Token, string? Proof)
{
    public bool Equals(RequestCredential other) =>
        string.Equals(Proof, other.Proof, StringComparison.Ordinal) && Token.Span.SequenceEqual(other.Token.Span);

    public override int GetHashCode() => HashCode.Combine(Token.Length, Proof?.Length);

    /// <summary>Never the token or the proof.</summary>
    public override string ToString() => nameof(RequestCredential);
}
