using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.AspNetCore.Tests.QueryTokens;

/// <summary>The option AllowTokenInQueryFor at the start of the host.</summary>
public sealed class QueryTokenStartTests
{
    private const string Key = "Authentication:Schemes:HipaaJwt:AllowTokenInQueryFor";

    [Theory]
    [InlineData("")]
    [InlineData("hubs/charts")]
    [InlineData("//hubs/charts")]
    [InlineData("/hubs/{id}")]
    [InlineData("/hubs/*")]
    [InlineData("/hubs?id=7")]
    [InlineData("/hubs%2Fcharts")]
    [InlineData("/hubs charts")]
    [InlineData("https://clinic.example/hubs")]
    [InlineData(null)]
    public async Task A_value_that_is_not_a_path_stops_the_start(string? path)
    {
        await using var server = ClinicServer.Build(
            authenticate: builder => builder.AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add(path!)));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().StartWith(
                $"HipaaJwtBearerOptions.AllowTokenInQueryFor contains {(path is null ? "null" : $"\"{path}\"")},")
            .And.EndWith("such as \"/hubs/charts\".");
    }

    [Fact]
    public async Task Configuration_can_name_the_paths()
    {
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Configuration.AddInMemoryCollection([new(Key + ":0", "/patients/7/chart"), new(Key + ":1", "/hubs/b")]));

        var response = await server.SendAsync(
            "GET /patients/7/chart?access_token=" + server.Issuer.Token(), "Accept: text/event-stream");

        response.Status.Should().Be(200);
    }

    [Theory]
    [InlineData("", "*AllowTokenInQueryFor is not a list. Write the paths of hubs, such as [[] \"/hubs/charts\" ].")]
    [InlineData(":0:Path", "*AllowTokenInQueryFor:0 is not a path. Write the path of a hub, such as \"/hubs/charts\".")]
    public async Task Configuration_of_another_form_stops_the_start(string suffix, string message)
    {
        await using var server = ClinicServer.Build(
            builder => builder.Configuration.AddInMemoryCollection([new(Key + suffix, "/hubs/charts")]));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>())
            .Which.Message.Should().Match(message.Replace("[[]", "[", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_host_keeps_its_own_context_factory_without_the_option()
    {
        await using var server = await ClinicServer.StartAsync(
            authenticate: builder => builder.AddHipaaJwtBearer().AddHipaaJwtBearer("Partners", _ => { }));

        server.Services.GetRequiredService<IHttpContextFactory>().Should().BeOfType<DefaultHttpContextFactory>();
    }

    [Fact]
    public async Task A_context_factory_of_the_application_is_used()
    {
        var factory = new CountingFactory();
        await using var server = await ClinicServer.StartAsync(authenticate: builder =>
        {
            builder.Services.AddSingleton<IHttpContextFactory>(provider => factory.Over(new DefaultHttpContextFactory(provider)));
            builder.AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/patients/7/chart"));
        });

        await server.SendAsync("GET /patients/7/chart?access_token=" + server.Issuer.Token(), "Accept: text/event-stream");

        factory.Queries.Should().Equal("");
        factory.Disposed.Should().Be(1);
    }

    [Fact]
    public async Task A_context_factory_that_is_registered_later_stops_the_start()
    {
        await using var server = ClinicServer.Build(
            builder => builder.Services.AddSingleton<IHttpContextFactory, DefaultHttpContextFactory>(),
            authenticate: builder => builder.AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/hubs/charts")));

        (await FluentActions.Awaiting(server.StartAsync).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("An IHttpContextFactory was registered after AddHipaaJwtBearer*");
    }

    [Fact]
    public async Task Services_that_are_added_before_the_web_host_remove_tokens_too()
    {
        using var issuer = new HipaaJwt.Tests.Support.TestIssuer();
        using var host = new HostBuilder()
            .ConfigureServices(services =>
            {
                services.AddSingleton<TimeProvider>(issuer.Time).AddHipaaJwt(options => options.Issuers.Add(issuer.Trust()));
                services.AddAuthentication().AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/hubs/charts"));
            })
            .ConfigureWebHost(web => web.UseKestrel().UseUrls("http://127.0.0.1:0").Configure(_ => { }))
            .Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        host.Services.GetRequiredService<IHttpContextFactory>().Should().NotBeOfType<DefaultHttpContextFactory>();
    }

    private sealed class CountingFactory : IHttpContextFactory
    {
        private IHttpContextFactory _inner = null!;

        public List<string> Queries { get; } = [];

        public int Disposed { get; private set; }

        public CountingFactory Over(IHttpContextFactory inner)
        {
            _inner = inner;
            return this;
        }

        public HttpContext Create(IFeatureCollection featureCollection)
        {
            Queries.Add(featureCollection.GetRequiredFeature<IHttpRequestFeature>().QueryString);
            return _inner.Create(featureCollection);
        }

        public void Dispose(HttpContext httpContext)
        {
            Disposed++;
            _inner.Dispose(httpContext);
        }
    }
}
