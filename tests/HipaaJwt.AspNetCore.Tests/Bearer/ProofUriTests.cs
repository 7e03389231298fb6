using System.Net;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Bearer;

/// <summary>The <c>htu</c> of a DPoP proof is the URI as the client sent it, whatever the server and middleware make of it.</summary>
public sealed class ProofUriTests : IDisposable
{
    private readonly DPoPClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("/patients/a%252Fb/chart", "/patients/a%252Fb/chart")]
    [InlineData("/patients/a%252fb/chart", "/patients/a%252fb/chart")]
    [InlineData("/patients/a%252Fb/chart?c=%2F", "/patients/a%252Fb/chart")]
    [InlineData("/patients/a%2Fb/chart", "/patients/a%2fb/chart")]
    [InlineData("/patients/%E9/chart", "/patients/%E9/chart")]
    [InlineData("/patients/%e9/chart", "/patients/%E9/chart")]
    [InlineData("/patients/%25E9/chart", "/patients/%25E9/chart")]
    [InlineData("/patients/%C3%28/chart", "/patients/%C3(/chart")]
    [InlineData("/patients/%C3%A9/chart", "/patients/é/chart")]
    [InlineData("/patients/%2561/chart", "/patients/%2561/chart")]
    [InlineData("/patients/x/../a%252Fb/chart", "/patients/a%252Fb/chart")]
    [InlineData("/patients/x/%2e%2E/a%252Fb/./chart", "/patients/a%252Fb/chart")]
    [InlineData("/../patients/7/chart", "/patients/7/chart")]
    [InlineData("http://clinic/patients/7/chart", "/patients/7/chart")]
    [InlineData("http://clinic/patients/a%252Fb/chart?c=d", "/patients/a%252Fb/chart")]
    public async Task Accepts_the_proof_of_the_request_target(string target, string inProof) =>
        (await StatusOfAsync(target, inProof)).Should().Be(200);

    [Theory]
    [InlineData("/patients/a%252Fb/chart", "/patients/a%2Fb/chart")]
    [InlineData("/patients/a%252Fb/chart", "/patients/a/b/chart")]
    [InlineData("/patients/a%2Fb/chart", "/patients/a%252Fb/chart")]
    [InlineData("/patients/%E9/chart", "/patients/%25E9/chart")]
    [InlineData("/patients/%E9/chart", "/patients/%C3%A9/chart")]
    [InlineData("/patients/%25E9/chart", "/patients/%E9/chart")]
    [InlineData("/patients/%2561/chart", "/patients/a/chart")]
    [InlineData("/patients/x/../a%252Fb/chart", "/patients/a%2Fb/chart")]
    [InlineData("http://clinic/patients/7/chart", "/http://clinic/patients/7/chart")]
    [InlineData("http://clinic/patients/7/chart", "/")]
    public async Task Rejects_the_proof_of_another_target(string target, string inProof) =>
        (await StatusOfAsync(target, inProof)).Should().Be(401);

    [Theory]
    [InlineData("http://clinic/patients/7%2Fchart", "/patients/7%2Fchart", 401)]
    [InlineData("http://clinic/patients/7%2Fchart", "/patients/7/chart", 200)]
    public async Task An_absolute_target_that_the_server_decodes_to_another_resource_needs_the_proof_of_that_resource(
        string target, string inProof, int status) =>
        (await StatusOfAsync(target, inProof)).Should().Be(status);

    [Theory]
    [InlineData("/fhir/patients/7/chart", "/fhir/patients/7/chart", 200)]
    [InlineData("/fhir/patients/a%252Fb/chart", "/fhir/patients/a%252Fb/chart", 200)]
    [InlineData("/fh%69r/patients/7/chart", "/fhir/patients/7/chart", 200)]
    [InlineData("/FHIR/patients/7/chart", "/FHIR/patients/7/chart", 200)]
    [InlineData("/patients/7/chart", "/patients/7/chart", 200)]
    [InlineData("/FHIR/patients/7/chart", "/fhir/patients/7/chart", 401)]
    [InlineData("/fhir/patients/7/chart", "/patients/7/chart", 401)]
    [InlineData("/fhir/patients/7/chart", "/fhir/fhir/patients/7/chart", 401)]
    public async Task A_path_base_is_a_part_of_the_target(string target, string inProof, int status) =>
        (await StatusOfAsync(target, inProof, app => app.UsePathBase("/fhir"))).Should().Be(status);

    [Theory]
    [InlineData("/fhir", "/patients/7/chart", "/fhir/patients/7/chart", 200)]
    [InlineData("/fhir/", "/patients/7/chart", "/fhir/patients/7/chart", 200)]
    [InlineData("/a%20b", "/patients/7/chart", "/a%20b/patients/7/chart", 200)]
    [InlineData("/fhir", "/patients/a%252Fb/chart", "/fhir/patients/a%252Fb/chart", 200)]
    [InlineData("/patients", "/patients/7/chart", "/patients/patients/7/chart", 200)]
    [InlineData("/fhir", "/base/patients/7/chart", "/fhir/base/patients/7/chart", 200)]
    [InlineData("/base", "/base/patients/7/chart", "/base/base/patients/7/chart", 200)]
    [InlineData("/fhir", "http://clinic/patients/7/chart", "/fhir/patients/7/chart", 200)]
    [InlineData("/fhir", "/x/../patients/7/chart", "/fhir/patients/7/chart", 200)]
    [InlineData("/fhir", "/../patients/7/chart", "/patients/7/chart", 401)]
    [InlineData("/fhir", "/patients/7/chart", "/patients/7/chart", 401)]
    [InlineData("/fhir", "/base/patients/7/chart", "/fhir/patients/7/chart", 401)]
    [InlineData("/patients", "/patients/7/chart", "/patients/7/chart", 401)]
    public async Task A_prefix_that_the_proxy_removed_comes_before_the_target(string prefix, string target, string inProof, int status) =>
        (await StatusOfAsync(target, inProof, app => RemovedPrefix(app).UsePathBase("/base"), "X-Forwarded-Prefix: " + prefix))
            .Should().Be(status);

    [Theory]
    [InlineData("/records/7", "/records/7", 200)]
    [InlineData("/base/records/7", "/base/records/7", 200)]
    [InlineData("/records/7", "/patients/7/chart", 401)]
    [InlineData("/base/records/7", "/records/7", 401)]
    [InlineData("/base/records/7", "/base/base/records/7", 401)]
    public async Task A_path_that_middleware_rewrites_stays_the_target_of_the_client(string target, string inProof, int status) =>
        (await StatusOfAsync(target, inProof, app => Rewritten(app.UsePathBase("/base"), "/patients/7/chart"))).Should().Be(status);

    [Theory]
    [InlineData("/base/records/7", "/fhir/base/records/7", 200)]
    [InlineData("/records/7", "/fhir/records/7", 200)]
    [InlineData("/base/records/7", "/base/records/7", 401)]
    public async Task A_rewritten_path_keeps_the_prefix_that_the_proxy_removed(string target, string inProof, int status) =>
        (await StatusOfAsync(
            target,
            inProof,
            app => Rewritten(RemovedPrefix(app).UsePathBase("/base"), "/patients/7/chart"),
            "X-Forwarded-Prefix: /fhir")).Should().Be(status);

    [Theory]
    [InlineData("/chart", 200)]
    [InlineData("/patients/7/chart", 401)]
    public async Task A_rewrite_that_adds_to_the_path_is_not_mistaken_for_a_prefix(string inProof, int status) =>
        (await StatusOfAsync("/chart", inProof, app => Rewritten(app, "/patients/7/chart"))).Should().Be(status);

    [Theory]
    [InlineData("/patients/7/chart", "/patients/7/chart", 200)]
    [InlineData("/patients/%C3%A9%20b/chart", "/patients/%C3%A9%20b/chart", 200)]
    [InlineData("/patients/a%2Fb/chart", "/patients/a%2Fb/chart", 200)]
    [InlineData("/patients/a%25/chart", "/patients/a%25/chart", 200)]
    [InlineData("/fhir/patients/7/chart", "/fhir/patients/7/chart", 200)]
    [InlineData("/patients/7/chart", "/patients/8/chart", 401)]
    [InlineData("/fhir/patients/7/chart", "/patients/7/chart", 401)]
    public async Task A_server_without_a_raw_target_uses_the_path_base_and_the_path(string target, string inProof, int status)
    {
        foreach (var missing in new[] { string.Empty, null })
        {
            (await StatusOfAsync(target, inProof, app => WithTarget(app, missing).UsePathBase("/fhir"))).Should().Be(status);
        }
    }

    [Theory]
    [InlineData("http://clinic", "/", 200)]
    [InlineData("http://clinic/", "/", 200)]
    [InlineData("http://clinic?a=/b", "/", 200)]
    [InlineData("http://clinic?a=/b", "/b", 401)]
    [InlineData("*", "", 200)]
    [InlineData("*", "/", 200)]
    [InlineData("*", "/*", 401)]
    public async Task A_target_without_a_path_is_the_root(string target, string inProof, int status)
    {
        await using var server = await ClinicServer.StartAsync(map: app =>
            app.MapMethods("/", ["OPTIONS"], () => "root").RequirePermission("chart:read"));

        (await SendAsync(server, "OPTIONS", target, inProof)).Status.Should().Be(status);
    }

    [Theory]
    [InlineData("/patients/8#/chart", "/patients/8")]
    [InlineData("/patients/8#/chart", "/patients/8#/chart")]
    [InlineData("/patients/8%23/chart", "/patients/8")]
    [InlineData("/patients/8%3F/chart", "/patients/8")]
    public async Task A_number_sign_or_question_mark_in_the_path_does_not_end_the_path(string target, string inProof) =>
        (await StatusOfAsync(target, inProof)).Should().NotBe(200);

    [Theory]
    [InlineData("clinic/patients/8?")]
    [InlineData("clinic/patients/8#")]
    [InlineData("clinic/patients/8/..%2f?")]
    [InlineData("clinic\\patients\\8?")]
    [InlineData("user@clinic")]
    public async Task A_Host_header_cannot_add_a_path(string host) =>
        (await StatusOfAsync("/patients/7/chart", "/patients/8", app => WithHost(app, host))).Should().Be(401);

    [Theory]
    [InlineData("/patients/%00/chart")]
    [InlineData("\0")]
    [InlineData("://")]
    [InlineData("x://")]
    [InlineData("?")]
    [InlineData("#")]
    [InlineData("/%")]
    public async Task An_odd_target_of_another_server_rejects_the_proof(string target) =>
        (await StatusOfAsync("/patients/7/chart", "/patients/8/chart", app => WithTarget(app, target))).Should().Be(401);

    [Theory]
    [InlineData("/patients/a%252Fb/chart?c=d", "/patients/a%252Fb/chart", 200)]
    [InlineData("/patients/%E9/chart", "/patients/%E9/chart", 200)]
    [InlineData("/patients/a%252Fb/chart", "/patients/a%2Fb/chart", 401)]
    public async Task HTTP_2_sends_the_same_target(string target, string inProof, int status)
    {
        await using var server = await ClinicServer.StartAsync(builder => builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));
        var token = server.Issuer.Token(claims: _client.Bind);
        var root = server.Address.GetLeftPart(UriPartial.Authority);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, root + target)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "Authorization", "DPoP " + token }, { "DPoP", _client.Proof(token, address: root + inProof) } },
        };

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).Should().Be(status);
    }

    private static IApplicationBuilder RemovedPrefix(IApplicationBuilder app) =>
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedPrefix });

    private static IApplicationBuilder Rewritten(IApplicationBuilder app, string path) => app.Use((context, next) =>
    {
        context.Request.Path = path;
        return next(context);
    });

    private static IApplicationBuilder WithTarget(IApplicationBuilder app, string? target) => app.Use((context, next) =>
    {
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target!;
        return next(context);
    });

    private static IApplicationBuilder WithHost(IApplicationBuilder app, string host) => app.Use((context, next) =>
    {
        context.Request.Headers.Host = host;
        return next(context);
    });

    private async Task<int> StatusOfAsync(
        string target, string inProof, Action<IApplicationBuilder>? middleware = null, params string[] headers)
    {
        await using var server = await ClinicServer.StartAsync(builder =>
            builder.Services.AddSingleton<IStartupFilter>(new FirstMiddleware(middleware ?? (_ => { }))));
        return (await SendAsync(server, "GET", target, inProof, headers)).Status;
    }

    private Task<RawResponse> SendAsync(ClinicServer server, string method, string target, string inProof, params string[] headers)
    {
        var token = server.Issuer.Token(claims: _client.Bind);
        var proof = _client.Proof(token, claims: claims => claims["htm"] = method, address: "http://clinic" + inProof);
        return server.SendAsync($"{method} {target}", [.. headers, "Authorization: DPoP " + token, "DPoP: " + proof]);
    }

    /// <summary>Adds middleware before routing and all other middleware.</summary>
    private sealed class FirstMiddleware(Action<IApplicationBuilder> add) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            add(app);
            next(app);
        };
    }
}
