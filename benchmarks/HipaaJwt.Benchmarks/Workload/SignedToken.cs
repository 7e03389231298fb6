using System.Buffers.Text;
using System.Text;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>A token with its decoded signing input and signature, for raw cryptography.</summary>
internal sealed record SignedToken(string Text, byte[] SigningInput, byte[] Signature)
{
    public static SignedToken Create(SigningKey key, string claims) => Create(key, AccessToken.Header(key), claims);

    public static SignedToken Create(SigningKey key, string header, string claims)
    {
        var input = SigningInputOf(header, claims);
        return Create(input, key.Sign(input));
    }

    /// <summary>
    /// Creates a token with the signature of other claims. The signature of another RSA key can be greater than the modulus, and the
    /// platform rejects it without a verification.
    /// </summary>
    public static SignedToken Forge(SigningKey key, string claims)
    {
        var header = AccessToken.Header(key);
        return Create(SigningInputOf(header, claims), key.Sign(SigningInputOf(header, "{}")));
    }

    private static SignedToken Create(byte[] input, byte[] signature) =>
        new(Encoding.ASCII.GetString(input) + "." + Base64Url.EncodeToString(signature), input, signature);

    private static byte[] SigningInputOf(string header, string claims) =>
        Encoding.ASCII.GetBytes(Encode(header) + "." + Encode(claims));

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
