using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HipaaJwt;

/// <summary>
/// The key or certificate that tokens are bound to, <c>cnf</c> (RFC 7800, section 3.1). Without it, they are of no use. Immutable.
/// </summary>
public sealed record TokenBinding
{
    private const int ThumbprintLength = 43;
    private const string KeyPrefix = "jkt:";
    private const string CertificatePrefix = "x5t#S256:";

    private TokenBinding(string member, string thumbprint)
    {
        Member = member;
        Thumbprint = thumbprint;
    }

    /// <summary>The member of <c>cnf</c>: <c>jkt</c> or <c>x5t#S256</c>.</summary>
    public string Member { get; }

    /// <summary>The SHA-256 thumbprint in base64url.</summary>
    public string Thumbprint { get; }

    /// <summary>Whether the tokens are bound to a key that DPoP proofs are signed with (RFC 9449, section 6).</summary>
    public bool IsKey => Member == "jkt";

    /// <summary>Binds tokens to the key of DPoP proofs.</summary>
    /// <param name="thumbprint">The JWK thumbprint (RFC 7638) in base64url.</param>
    /// <returns>The binding.</returns>
    /// <exception cref="ArgumentException">The thumbprint is not a SHA-256 digest in base64url.</exception>
    public static TokenBinding ToKey(string thumbprint)
    {
        ArgumentNullException.ThrowIfNull(thumbprint);
        return thumbprint.Length == ThumbprintLength && Base64Url.IsValid(thumbprint)
            ? new TokenBinding("jkt", thumbprint)
            : throw new ArgumentException("The thumbprint is not a SHA-256 digest in base64url.", nameof(thumbprint));
    }

    /// <summary>Binds tokens to a client certificate (RFC 8705, section 3.1).</summary>
    /// <param name="certificate">The certificate.</param>
    /// <returns>The binding.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    public static TokenBinding ToCertificate(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new TokenBinding("x5t#S256", Base64Url.EncodeToString(SHA256.HashData(certificate.RawDataMemory.Span)));
    }

    /// <summary>The text that a store contains.</summary>
    internal string ToStored() => (IsKey ? KeyPrefix : CertificatePrefix) + Thumbprint;

    /// <returns>Null if the text is null.</returns>
    internal static TokenBinding? FromStored(string? stored) => stored switch
    {
        null => null,
        _ when stored.StartsWith(KeyPrefix, StringComparison.Ordinal) => new TokenBinding("jkt", stored[KeyPrefix.Length..]),
        _ => new TokenBinding("x5t#S256", stored[CertificatePrefix.Length..]),
    };
}
