using HipaaJwt.Validation;

namespace HipaaJwt.Tests.Validation;

public sealed class StartWarmupTests
{
    [Fact]
    public void It_validates_the_way_that_a_request_takes() => StartWarmup.Run().Should().BeTrue();
}
