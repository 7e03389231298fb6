using System.Buffers.Text;
using System.Text;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>A token with its decoded signing input and signature, for raw cryptography.</summary>
internal sealed record SignedToken(string Text, byte[] SigningInput, byte[] Signature)
{
    public static SignedToken Create(SigningKey key, string claims) => Create(key, AccessToken.Header(key), claims);

    public static SignedToken Create(SigningKey key, string header, string claims)
    {
        var input = Encoding.ASCII.GetBytes(Encode(header) + "." + Encode(claims));
        var signature = key.Sign(input);
        return new SignedToken(Encoding.ASCII.GetString(input) + "." + Base64Url.EncodeToString(signature), input, signature);
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
