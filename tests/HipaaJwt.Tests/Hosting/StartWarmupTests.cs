using HipaaJwt.Hosting;

namespace HipaaJwt.Tests.Hosting;

public sealed class StartWarmupTests
{
    [Fact]
    public void It_validates_the_way_that_a_request_takes() => StartWarmup.Run().Should().BeTrue();
}
