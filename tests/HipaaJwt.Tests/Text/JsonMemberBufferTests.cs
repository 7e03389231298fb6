using HipaaJwt.Tests.Support;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class JsonMemberBufferTests
{
    [Fact]
    public void Returns_the_buffer_to_the_pool() =>
        Allocation.Of(() =>
        {
            using var index = JsonMemberBuffer.Rent();
        }).Should().Be(0);
}
