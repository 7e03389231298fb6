using System.Text;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class JwsAlgorithmsTests
{
    [Fact]
    public void The_table_has_one_row_for_each_algorithm_that_options_can_name() =>
        JwsAlgorithms.All.Select(row => row.Id).Should().Equal(Enum.GetValues<JwsAlgorithm>());

    [Fact]
    public void Each_row_is_found_by_its_exact_name_and_by_no_other_spelling()
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
    public void A_number_that_is_no_algorithm_is_not_found() =>
        JwsAlgorithms.TryFind((JwsAlgorithm)12, out _).Should().BeFalse();

    [Fact]
    public void A_name_says_the_length_of_the_hash_and_the_curve_goes_with_it()
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
