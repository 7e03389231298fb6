using Grpc.Core;
using Grpc.Net.Client;
using HipaaJwt.Recipes.Tests.Support;
using Recipes;
using Recipes.Grpc;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/grpc.md.</summary>
public sealed class GrpcApiTests
{
    private static readonly ChartRequest Request = new() { Id = "c-1" };

    [Fact]
    public async Task A_nurse_reads_and_cannot_write()
    {
        await using var host = await RecipeHost.StartAsync(GrpcApi.Run, "grpc");
        using var channel = GrpcChannel.ForAddress(host.Address);
        var client = new Charts.ChartsClient(channel);
        var token = host.GetTestIssuer().CreateToken("nurse.kim", roles: ["nurse"]);

        (await GrpcApi.ReadAsync(client, "c-1", token)).Should().Be("chart c-1 for nurse.kim");
        (await StatusAsync(() => client.WriteAsync(Request, Headers(token)))).Should().Be(StatusCode.PermissionDenied);

        var audit = host.GetAuditRecorder();
        audit.ShouldHave(AuditEventType.AccessGranted).By("nurse.kim").For("POST /clinic.Charts/Read").Once();
        audit.ShouldHave(AuditEventType.AccessDenied).By("nurse.kim").For("POST /clinic.Charts/Write")
            .Because(JwtErrorCode.PermissionMissing).Once().Permissions.Should().Equal("chart:read", "chart:write");
    }

    [Fact]
    public async Task A_call_without_a_valid_token_is_not_authenticated()
    {
        await using var host = await RecipeHost.StartAsync(GrpcApi.Run, "grpc");
        using var channel = GrpcChannel.ForAddress(host.Address);
        var client = new Charts.ChartsClient(channel);
        var expired = host.GetTestIssuer().CreateExpiredToken("nurse.kim", roles: ["nurse"]);

        (await StatusAsync(() => client.ReadAsync(Request))).Should().Be(StatusCode.Unauthenticated);
        (await StatusAsync(() => client.ReadAsync(Request, Headers(expired)))).Should().Be(StatusCode.Unauthenticated);

        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).Because(JwtErrorCode.TokenMissing).Once();
        host.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenExpired).Once();
    }

    private static Metadata Headers(string token) => new() { { "Authorization", "Bearer " + token } };

    private static async Task<StatusCode> StatusAsync(Func<AsyncUnaryCall<ChartReply>> call)
    {
        using var calling = call();
        return (await FluentActions.Awaiting(() => calling.ResponseAsync).Should().ThrowAsync<RpcException>()).Which.StatusCode;
    }
}
