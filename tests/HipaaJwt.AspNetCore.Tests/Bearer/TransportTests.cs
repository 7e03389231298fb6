using System.Net;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>A middleware before authentication sets the remote address and the scheme.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:127.9.9.9")]
    [InlineData(null)]
    public async Task Accepts_a_token_over_plain_HTTP_from_this_machine(string? address)
    {
        await using var server = await StartAsync(address);

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.1")]
    [InlineData("10.0.0.7")]
    [InlineData("::2")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.7")]
    [InlineData("fe80::1")]
    public async Task Responds_400_to_a_token_over_plain_HTTP_from_another_machine(string address)
    {
        await using var server = await StartAsync(address);

        var response = await server.GetChartAsync(server.Issuer.Token());

        response.Status.Should().Be(400);
        response.Challenge.Should().Be("Bearer error=\"invalid_request\"");
        var rejection = server.Events.Should().ContainSingle().Subject;
        rejection.Type.Should().Be(AuditEventType.TokenRejected);
        rejection.ReasonCode.Should().Be(JwtErrorCode.TransportNotSecure);
        rejection.RemoteAddress.Should().Be(IPAddress.Parse(address));
        rejection.Subject.Should().BeNull();
    }

    [Fact]
    public async Task Accepts_a_token_over_TLS_from_another_machine()
    {
        await using var server = await StartAsync("10.0.0.7", scheme: "https");

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
    }

    [Fact]
    public async Task Responds_401_to_plain_HTTP_from_another_machine_without_a_token()
    {
        await using var server = await StartAsync("10.0.0.7");

        var response = await server.GetChartAsync();

        response.Status.Should().Be(401);
        response.Challenge.Should().Be("Bearer");
    }

    [Fact]
    public async Task AllowPlainHttpOutsideLoopback_accepts_plain_HTTP_and_logs_a_warning_at_start()
    {
        await using var server = await StartAsync("10.0.0.7", allow: true);

        (await server.GetChartAsync(server.Issuer.Token())).Status.Should().Be(200);
        server.Log.Lines.Should().ContainSingle(line =>
            line.Level == LogLevel.Warning && line.Text.Contains("AllowPlainHttpOutsideLoopback", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Logs_no_warning_by_default()
    {
        await using var server = await StartAsync(null);

        server.Log.Lines.Should().NotContain(line =>
            line.Category.StartsWith("HipaaJwt", StringComparison.Ordinal) && line.Level >= LogLevel.Warning);
    }

    private static Task<ClinicServer> StartAsync(string? address, string scheme = "http", bool allow = false) => ClinicServer.StartAsync(
        map: app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
                context.Request.Scheme = scheme;
                return next(context);
            });
            app.UseAuthentication();
            app.UseAuthorization();
        },
        authenticate: builder => builder.AddHipaaJwtBearer(options => options.AllowPlainHttpOutsideLoopback = allow));
}
