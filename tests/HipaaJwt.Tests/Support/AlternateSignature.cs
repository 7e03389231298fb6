using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace HipaaJwt.Tests.Support;

/// <summary>Replaces the P-256 signature (r, s) of a token with (r, n−s), which is also valid.</summary>
public static class AlternateSignature
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public static string Of(string token)
    {
        var dot = token.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(token.AsSpan(dot + 1));
        var s = Order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var bytes = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        signature.AsSpan(32).Clear();
        bytes.CopyTo(signature.AsSpan(64 - bytes.Length));
        return token[..(dot + 1)] + RawToken.Base64(signature);
    }
}
