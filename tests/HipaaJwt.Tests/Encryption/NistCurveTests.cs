using System.Security.Cryptography;
using HipaaJwt.Encryption;

namespace HipaaJwt.Tests.Encryption;

public sealed class NistCurveTests
{
    public static TheoryData<string> Curves { get; } = [.. NistCurve.All.Select(curve => curve.Name)];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Contains_generated_points_but_not_their_neighbors(string name)
    {
        var curve = NistCurve.All.Single(one => one.Name == name);
        for (var i = 0; i < 20; i++)
        {
            using var key = ECDiffieHellman.Create(curve.Curve);
            var point = key.ExportParameters(false).Q;

            curve.Contains(point.X, point.Y).Should().BeTrue();
            curve.Contains(point.Y, point.X).Should().BeFalse();
            point.Y![^1] ^= 1;
            curve.Contains(point.X, point.Y).Should().BeFalse();
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void Does_not_contain_values_that_are_not_points(string name)
    {
        var curve = NistCurve.All.Single(one => one.Name == name);
        var (zero, ones) = (new byte[curve.CoordinateBytes], Enumerable.Repeat((byte)0xFF, curve.CoordinateBytes).ToArray());

        curve.Contains(zero, zero).Should().BeFalse();
        curve.Contains(ones, zero).Should().BeFalse();
        curve.Contains(zero, ones).Should().BeFalse();
    }

    /// <summary>x and x + p are equal modulo p, so the equation alone would accept both.</summary>
    [Fact]
    public void Rejects_a_coordinate_above_the_prime_that_solves_the_equation()
    {
        var curve = NistCurve.All[0];
        var prime = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
        byte[] root = Convert.FromHexString("66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4");

        curve.Contains(new byte[32], root).Should().BeTrue("x = 0 has this y");
        curve.Contains(prime, root).Should().BeFalse();
    }
}
