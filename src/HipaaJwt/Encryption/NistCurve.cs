using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace HipaaJwt.Encryption;

/// <summary>An elliptic curve y² = x³ − 3x + b over a prime field (NIST SP 800-186, section 3.2.1).</summary>
internal sealed class NistCurve
{
    private readonly BigInteger _prime;
    private readonly BigInteger _b;

    private NistCurve(string name, string oid, int coordinateBytes, string prime, string b)
    {
        Name = name;
        Oid = oid;
        CoordinateBytes = coordinateBytes;
        _prime = ParseHex(prime);
        _b = ParseHex(b);
    }

    public static ImmutableArray<NistCurve> All { get; } =
    [
        new(
            "P-256",
            "1.2.840.10045.3.1.7",
            32,
            "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
            "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"),
        new(
            "P-384",
            "1.3.132.0.34",
            48,
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
            "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF"),
        new(
            "P-521",
            "1.3.132.0.35",
            66,
            "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
                + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
            "51953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E1"
                + "56193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00"),
    ];

    /// <summary>The value of <c>crv</c>.</summary>
    public string Name { get; }

    public string Oid { get; }

    public int CoordinateBytes { get; }

    public ECCurve Curve => ECCurve.CreateFromValue(Oid);

    /// <summary>
    /// Whether a point is on the curve. Points outside it would reveal the private key over many tokens (RFC 8725, section 2.5). The
    /// inputs are public, so the computation need not take constant time.
    /// </summary>
    public bool Contains(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var xNumber = new BigInteger(x, isUnsigned: true, isBigEndian: true);
        var yNumber = new BigInteger(y, isUnsigned: true, isBigEndian: true);
        return xNumber < _prime
            && yNumber < _prime
            && ((yNumber * yNumber) - (xNumber * xNumber * xNumber) + (3 * xNumber) - _b) % _prime == 0;
    }

    private static BigInteger ParseHex(string hexadecimal) =>
        BigInteger.Parse("0" + hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
