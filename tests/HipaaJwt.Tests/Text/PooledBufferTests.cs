using HipaaJwt.Tests.Support;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class PooledBufferTests
{
    [Fact]
    public void Returns_the_buffer_to_the_pool() =>
        Allocation.Of(() =>
        {
            using var buffer = PooledBuffer.Rent(100);
        }).Should().Be(0);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Has_the_requested_length_and_is_cleared_on_return(int length)
    {
        var buffer = PooledBuffer.Rent(length);
        var memory = buffer.Span;
        memory.Length.Should().Be(length);
        memory.Fill(0xAB);

        buffer.Dispose();

        memory.ContainsAnyExcept((byte)0).Should().BeFalse();
    }
}
