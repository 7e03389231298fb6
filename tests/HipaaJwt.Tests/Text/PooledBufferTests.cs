using HipaaJwt.Tests.Support;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class PooledBufferTests
{
    [Fact]
    public void A_buffer_goes_back_to_the_pool() =>
        Allocation.Of(() =>
        {
            using var buffer = PooledBuffer.Rent(100);
        }).Should().Be(0);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_buffer_has_the_length_asked_for_and_is_cleared_before_it_goes_back(int length)
    {
        var buffer = PooledBuffer.Rent(length);
        var memory = buffer.Span;
        memory.Length.Should().Be(length);
        memory.Fill(0xAB);

        buffer.Dispose();

        memory.ContainsAnyExcept((byte)0).Should().BeFalse();
    }
}
