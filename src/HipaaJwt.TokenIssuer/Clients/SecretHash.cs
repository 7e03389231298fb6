using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>Reads the hashes that <see cref="ClientSecret.Hash"/> creates.</summary>
internal static class SecretHash
{
    private const string Prefix = "sha256:";
    private const int EncodedLength = 43;

    /// <returns>False if the text is not the prefix and 32 bytes in base64url.</returns>
    public static bool TryRead(string? text, [NotNullWhen(true)] out byte[]? digest)
    {
        digest = null;
        if (text is null || text.Length != Prefix.Length + EncodedLength || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var encoded = text.AsSpan(Prefix.Length);
        if (!Base64Url.IsValid(encoded, out var length) || length != SHA256.HashSizeInBytes)
        {
            return false;
        }

        digest = Base64Url.DecodeFromChars(encoded);

        // The last character has two unused bits, so that another spelling would be the same digest.
        return encoded.SequenceEqual(Base64Url.EncodeToString(digest));
    }
}
