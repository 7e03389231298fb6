using Grpc.Core;
using Grpc.Net.Client;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Rpc;

/// <summary>gRPC calls of each kind over HTTP/2, as a client sees them.</summary>
public sealed class GrpcTests : IAsyncLifetime
{
    private const string Text = "chart of 7 for user-42";

    private static readonly ChartRequest Request = new() { Id = "7" };

    private ClinicServer _server = null!;
    private GrpcChannel _channel = null!;

    public static TheoryData<string> Kinds => ["Write", "WatchAll", "Upload", "Exchange"];

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(scheme => scheme.AddHipaaJwtBearer());
        _channel = GrpcChannel.ForAddress(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("Read", "nurse", Text)]
    [InlineData("Watch", "nurse", Text + ", " + Text)]
    [InlineData("Write", "physician", Text)]
    [InlineData("WatchAll", "physician", Text + ", " + Text)]
    [InlineData("Upload", "physician", "7 7")]
    [InlineData("Exchange", "physician", Text + ", " + Text)]
    public async Task A_token_with_the_permissions_can_call(string method, string role, string reply)
    {
        (await CallAsync(method, TokenOf(role))).Should().Be(reply);

        var granted = _server.Events.Should().ContainSingle().Subject;
        granted.Type.Should().Be(AuditEventType.AccessGranted);
        granted.Resource.Should().Be("POST /clinic.Charts/" + method);
        granted.Subject.Should().Be("user-42");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_missing_permission_denies_the_call(string method)
    {
        await ShouldFailAsync(method, TokenOf("nurse"), StatusCode.PermissionDenied);

        var denied = _server.Events.Should().ContainSingle().Subject;
        denied.Type.Should().Be(AuditEventType.AccessDenied);
        denied.ReasonCode.Should().Be(JwtErrorCode.PermissionMissing);
        denied.Permissions.Should().Equal("chart:read", "chart:write");
        denied.Resource.Should().Be("POST /clinic.Charts/" + method);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_call_without_a_valid_token_is_not_authenticated(string method)
    {
        await ShouldFailAsync(method, null, StatusCode.Unauthenticated);
        await ShouldFailAsync(method, TokenOf("physician") + "x", StatusCode.Unauthenticated);

        _server.Events.Select(decision => (decision.Type, decision.Resource)).Should().Equal(
            (AuditEventType.AccessDenied, "POST /clinic.Charts/" + method),
            (AuditEventType.TokenRejected, "POST /clinic.Charts/" + method));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_call_whose_event_cannot_be_recorded_is_unavailable(string method)
    {
        _server.Sink.FailsFor = _ => true;

        await ShouldFailAsync(method, TokenOf("physician"), StatusCode.Unavailable);
    }

    [Fact]
    public async Task JwtBearer_with_the_token_handler_protects_calls_too()
    {
        await using var server = await StartAsync(
            scheme => scheme.AddJwtBearer(JwtBearerDefaults.AuthenticationScheme, _ => { }).UseHipaaJwtTokenHandler());
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new Charts.ChartsClient(channel);
        var token = server.Issuer.Token(claims: claims => claims["roles"] = "nurse");

        (await client.ReadAsync(Request, Headers(token))).Text.Should().Be(Text);
        var write = async () => await client.WriteAsync(Request, Headers(token));
        (await write.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.PermissionDenied);
    }

    private static Metadata Headers(string? token) => token is null ? [] : new Metadata { { "Authorization", "Bearer " + token } };

    private static Task<ClinicServer> StartAsync(Action<AuthenticationBuilder> authenticate) => ClinicServer.StartAsync(
        builder =>
        {
            // Without TLS, a connection uses HTTP/2 only if its endpoint supports nothing else.
            builder.WebHost.ConfigureKestrel(
                kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
            builder.Services.AddGrpc();
        },
        app => app.MapGrpcService<ChartService>(),
        authenticate);

    private async Task<string> CallAsync(string method, string? token)
    {
        var client = new Charts.ChartsClient(_channel);
        switch (method)
        {
            case "Read":
                return (await client.ReadAsync(Request, Headers(token))).Text;
            case "Write":
                return (await client.WriteAsync(Request, Headers(token))).Text;
            case "Upload":
                return await UploadAsync(client, token);
            case "Exchange":
                return await ExchangeAsync(client, token);
            default:
                using (var call = method == "Watch" ? client.Watch(Request, Headers(token)) : client.WatchAll(Request, Headers(token)))
                {
                    return await TextsAsync(call.ResponseStream);
                }
        }
    }

    private static async Task<string> UploadAsync(Charts.ChartsClient client, string? token)
    {
        using var call = client.Upload(Headers(token));
        await SendTwiceAsync(call.RequestStream);
        return (await call).Text;
    }

    private static async Task<string> ExchangeAsync(Charts.ChartsClient client, string? token)
    {
        using var call = client.Exchange(Headers(token));
        await SendTwiceAsync(call.RequestStream);
        return await TextsAsync(call.ResponseStream);
    }

    /// <summary>A server that denies the call may close the request first. The response then contains the status.</summary>
    private static async Task SendTwiceAsync(IClientStreamWriter<ChartRequest> requests)
    {
        try
        {
            await requests.WriteAsync(Request);
            await requests.WriteAsync(Request);
            await requests.CompleteAsync();
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
        }
    }

    private static async Task<string> TextsAsync(IAsyncStreamReader<ChartReply> replies) =>
        string.Join(", ", await replies.ReadAllAsync().Select(reply => reply.Text).ToListAsync());

    private async Task ShouldFailAsync(string method, string? token, StatusCode status)
    {
        var call = () => CallAsync(method, token);

        (await call.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(status);
    }

    private string TokenOf(string role) => _server.Issuer.Token(claims: claims => claims["roles"] = role);
}
