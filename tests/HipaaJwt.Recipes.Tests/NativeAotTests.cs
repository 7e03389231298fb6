using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/native-aot.md on the JIT.</summary>
public sealed class NativeAotTests
{
    [Fact]
    public async Task The_slim_program_decides_and_records()
    {
        await using var host = await RecipeHost.StartAsync(NativeAot.Run, "native-aot");
        using var physician = host.Connect().As("dr.rivera", roles: ["physician"]);
        using var clerk = host.Connect().As("clerk", roles: ["clerk"]);

        (await physician.GetStringAsync("/charts/c-1")).Should().Be("""{"id":"c-1","reader":"dr.rivera"}""");
        using var denied = await clerk.GetAsync("/charts/c-1");
        denied.StatusCode.Should().Be(HttpStatusCode.Forbidden);

        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").For("GET /charts/{id}").Once();
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).By("clerk").Because(JwtErrorCode.PermissionMissing).Once();
    }
}
