using System.Security.Cryptography;
using HipaaJwt.Encryption;

namespace HipaaJwt.Tests.Encryption;

public sealed class NistCurveTests
{
    public static TheoryData<string> Curves { get; } = [.. NistCurve.All.Select(curve => curve.Name)];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Points_of_the_curve_are_on_it_and_their_neighbours_are_not(string name)
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
    public void What_is_no_point_at_all_is_not_on_the_curve(string name)
    {
        var curve = NistCurve.All.Single(one => one.Name == name);
        var (zero, ones) = (new byte[curve.CoordinateBytes], Enumerable.Repeat((byte)0xFF, curve.CoordinateBytes).ToArray());

        curve.Contains(zero, zero).Should().BeFalse();
        curve.Contains(ones, zero).Should().BeFalse();
        curve.Contains(zero, ones).Should().BeFalse();
    }

    /// <summary>A number and the same plus the prime are one number to a computation, and two to a comparison.</summary>
    [Fact]
    public void A_coordinate_above_the_prime_is_refused_though_it_solves_the_equation()
    {
        var curve = NistCurve.All[0];
        var prime = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
        byte[] root = Convert.FromHexString("66485C780E2F83D72433BD5D84A06BB6541C2AF31DAE871728BF856A174F93F4");

        curve.Contains(new byte[32], root).Should().BeTrue("x = 0 has this y");
        curve.Contains(prime, root).Should().BeFalse();
    }
}
