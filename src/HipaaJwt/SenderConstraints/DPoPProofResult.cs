using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt;

/// <summary>The key of a valid DPoP proof, or the reason why the proof is not valid.</summary>
public readonly record struct DPoPProofResult
{
    private DPoPProofResult(string? keyThumbprint, JwtError error)
    {
        KeyThumbprint = keyThumbprint;
        Error = error;
    }

    /// <summary>Whether the proof is valid.</summary>
    /// <value><see langword="false"/> by default.</value>
    [MemberNotNullWhen(true, nameof(KeyThumbprint))]
    public bool IsValid => KeyThumbprint is not null;

    /// <summary>The JWK SHA-256 thumbprint of the key (RFC 7638) in base64url, for <c>jkt</c> (RFC 9449, section 6.1).</summary>
    /// <value><see langword="null"/> if the proof is not valid.</value>
    public string? KeyThumbprint { get; }

    /// <summary>Why the proof is not valid.</summary>
    /// <value><see cref="JwtError.None"/> if the proof is valid.</value>
    public JwtError Error { get; }

    /// <summary>Creates a result with the thumbprint of a key.</summary>
    /// <param name="keyThumbprint">The thumbprint.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException"><paramref name="keyThumbprint"/> is null or empty.</exception>
    public static DPoPProofResult Valid(string keyThumbprint)
    {
        ArgumentException.ThrowIfNullOrEmpty(keyThumbprint);
        return new DPoPProofResult(keyThumbprint, JwtError.None);
    }

    /// <summary>Creates a result with the reason why the proof is not valid.</summary>
    /// <param name="error">The reason.</param>
    /// <returns>The result.</returns>
    public static DPoPProofResult Invalid(JwtError error) => new(null, error);

    /// <summary>Formats the error only.</summary>
    /// <returns>The error, or <c>Valid</c>.</returns>
    public override string ToString() => IsValid ? nameof(Valid) : Error.ToString();
}
