using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt;

/// <summary>The issued tokens, or the reason why none were issued.</summary>
public readonly record struct TokenResult
{
    private TokenResult(IssuedTokens? tokens, JwtError error)
    {
        Tokens = tokens;
        Error = error;
    }

    /// <summary>Whether tokens were issued.</summary>
    [MemberNotNullWhen(true, nameof(Tokens))]
    public bool IsIssued => Tokens is not null;

    /// <summary>The tokens; <see langword="null"/> if none were issued.</summary>
    public IssuedTokens? Tokens { get; }

    /// <summary>
    /// Why no tokens were issued. With the codes 800 to 899 the caller may try again with the same refresh token. All others are final.
    /// </summary>
    public JwtError Error { get; }

    /// <summary>Creates a result with tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tokens"/> is null.</exception>
    public static TokenResult Issued(IssuedTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new TokenResult(tokens, JwtError.None);
    }

    /// <summary>Creates a result without tokens.</summary>
    /// <param name="error">The reason.</param>
    /// <returns>The result.</returns>
    public static TokenResult Rejected(JwtError error) => new(null, error);

    /// <summary>Formats the error only.</summary>
    /// <returns>The error, or <c>Issued</c>.</returns>
    public override string ToString() => IsIssued ? nameof(Issued) : Error.ToString();
}

/// <summary>An access token and its refresh token (RFC 6749, section 5.1).</summary>
public sealed record IssuedTokens
{
    /// <summary>The access token (RFC 9068).</summary>
    public required string AccessToken { get; init; }

    /// <summary>How the access token is sent: <c>Bearer</c> or <c>DPoP</c>.</summary>
    public required string TokenType { get; init; }

    /// <summary>The time until the access token expires.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <summary>The scopes of the access token.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The refresh token; <see langword="null"/> without a session.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The time until the session ends in any case; <see langword="null"/> without a session.</summary>
    public TimeSpan? SessionExpiresIn { get; init; }

    /// <summary>The session, <c>sid</c>; <see langword="null"/> without a session.</summary>
    public string? SessionId { get; init; }

    /// <summary>The identifier of the access token, <c>jti</c>.</summary>
    public required string TokenId { get; init; }

    /// <summary>Whether the refresh token had been sent before and got the same successor again.</summary>
    public bool IsRetry { get; init; }

    /// <summary>Returns the identifier of the access token only.</summary>
    /// <returns>The identifier.</returns>
    public override string ToString() => $"{nameof(IssuedTokens)} {TokenId}";
}
