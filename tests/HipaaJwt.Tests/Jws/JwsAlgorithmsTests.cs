using System.Text;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class JwsAlgorithmsTests
{
    [Fact]
    public void The_table_has_one_row_for_each_algorithm() =>
        JwsAlgorithms.All.Select(row => row.Id).Should().Equal(Enum.GetValues<JwsAlgorithm>());

    [Fact]
    public void Finds_each_algorithm_only_by_its_exact_name()
    {
        foreach (var row in JwsAlgorithms.All)
        {
            JwsAlgorithms.TryFind(Encoding.ASCII.GetBytes(row.Name), out var found).Should().BeTrue();
            found.Should().BeSameAs(row);
            JwsAlgorithms.TryFind(row.Id, out found).Should().BeTrue();
            found.Should().BeSameAs(row);
            JwsAlgorithms.TryFind(Encoding.ASCII.GetBytes(row.Name.ToLowerInvariant()), out _).Should().BeFalse();
        }
    }

    [Fact]
    public void Does_not_find_an_undefined_algorithm() =>
        JwsAlgorithms.TryFind((JwsAlgorithm)12, out _).Should().BeFalse();

    [Fact]
    public void The_properties_of_each_row_match_its_name()
    {
        foreach (var row in JwsAlgorithms.All)
        {
            row.HashBytes.Should().Be(int.Parse(row.Name[2..], System.Globalization.CultureInfo.InvariantCulture) / 8);
            row.Hash.Name.Should().Be("SHA" + row.Name[2..]);
            (row.Curve is not null).Should().Be(row.Family == KeyFamily.EllipticCurve);
            (row.Padding is not null).Should().Be(row.Family == KeyFamily.Rsa);
        }
    }
}
