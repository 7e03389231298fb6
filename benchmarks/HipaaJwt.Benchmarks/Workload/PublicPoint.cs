using System.Buffers.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>The public part of an ECDSA key: its coordinates in base64url.</summary>
internal sealed record PublicPoint(string X, string Y)
{
    public static PublicPoint Of(SigningKey key)
    {
        var point = ((ECDsaSecurityKey)key.SecurityKey).ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new PublicPoint(Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
    }
}
