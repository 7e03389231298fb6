using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt;

/// <summary>
/// Creates secrets of clients, and the hashes that the options contain. A secret is 32 random bytes, so its hash needs no salt and no
/// slow function: nobody can guess it.
/// </summary>
public static class ClientSecret
{
    private const string Prefix = "sha256:";

    /// <summary>Creates a secret. Give it to the client, and keep only its hash.</summary>
    /// <returns>32 random bytes in base64url.</returns>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Computes the hash of a secret for <see cref="TokenClient.SecretHashes"/>.</summary>
    /// <param name="secret">The secret, as <see cref="Create"/> returns it.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentException">The secret has fewer than 43 characters, so it could be guessed.</exception>
    public static string Hash(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret.Length >= 43
            ? Prefix + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))
            : throw new ArgumentException("The secret is shorter than 43 characters. Create one with ClientSecret.Create.", nameof(secret));
    }
}
