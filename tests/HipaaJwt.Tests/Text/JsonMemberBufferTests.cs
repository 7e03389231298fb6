using HipaaJwt.Tests.Support;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class JsonIndexTests
{
    [Fact]
    public void A_rented_index_goes_back_to_the_pool() =>
        Allocation.Of(() =>
        {
            using var index = JsonIndex.Rent();
        }).Should().Be(0);
}
