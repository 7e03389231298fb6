extern alias QuickStart;

using Microsoft.AspNetCore.Mvc.Testing;
using Program = QuickStart::Program;

namespace HipaaJwt.Testing.Tests.Samples;

#region first-test
public sealed class ChartTests(WebApplicationFactory<Program> factory) : IClassFixture<WebApplicationFactory<Program>>
{
    [Fact]
    public async Task A_physician_reads_the_chart()
    {
        using var client = factory.WithHipaaJwtTesting().CreateClient().As("dr.rivera", roles: ["physician"]);

        Assert.Equal("Good morning, dr.rivera.", await client.GetStringAsync("/chart"));
    }
}
#endregion
