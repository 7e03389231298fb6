using System.Net;
using System.Net.Sockets;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>A host that stops answers its open requests. The audit queue closes after the last of them.</summary>
public sealed class ShutdownTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A_request_that_is_answered_while_the_host_stops_loses_no_event(bool auditFirst, bool concurrently)
    {
        using var issuer = new TestIssuer();
        var sink = new MemorySink();
        var (entered, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var host = BuildHost(issuer, sink, auditFirst, concurrently, async http =>
        {
            entered.SetResult();
            await mayAnswer.Task;
            await http.AuditPatientAsync("p-7");
        });
        await host.StartAsync();
        var address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", issuer.Token());
        var answer = client.GetAsync(new Uri(address, "/slow"));
        await entered.Task;

        var stop = host.StopAsync();
        await WaitUntilRefusedAsync(address.Port);
        mayAnswer.SetResult();
        (await answer).StatusCode.Should().Be(HttpStatusCode.OK);
        await stop;

        sink.Events.Select(recorded => recorded.Patient).Should().Equal(null, "p-7");
    }

    [Fact]
    public async Task A_host_that_only_stops_its_services_drains_the_queue()
    {
        using var issuer = new TestIssuer();
        var sink = new MemorySink();
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust())).AddAuditSink(sink, AuditDelivery.BestEffort);
        await using var provider = services.BuildServiceProvider();
        var hosted = provider.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        for (var i = 0; i < 1_000; i++)
        {
            await provider.GetRequiredService<IJwtValidator>().ValidateAsync("x");
        }

        foreach (var service in hosted)
        {
            await service.StopAsync(CancellationToken.None);
        }

        sink.Events.Should().HaveCount(1_000);
    }

    [Fact]
    public async Task The_drain_has_its_own_time_limit_although_the_shutdown_timeout_of_the_host_has_elapsed()
    {
        using var issuer = new TestIssuer();
        var sink = new MemorySink();
        using var host = BuildHost(issuer, sink, auditFirst: true, concurrently: false, _ => Task.CompletedTask);
        await host.StartAsync();
        for (var i = 0; i < 1_000; i++)
        {
            await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync("x");
        }

        await host.Invoking(self => self.StopAsync(new CancellationToken(canceled: true))).Should().NotThrowAsync();

        sink.Events.Should().HaveCount(1_000);
    }

    /// <summary>Waits until the server has begun to stop: it accepts no connections any more.</summary>
    private static async Task WaitUntilRefusedAsync(int port)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private static IHost BuildHost(TestIssuer issuer, MemorySink sink, bool auditFirst, bool concurrently, Func<HttpContext, Task> handle)
    {
        var builder = new HostBuilder();
        if (auditFirst)
        {
            builder.ConfigureServices(AddHipaaJwt);
        }

        builder.ConfigureWebHost(web => web
            .UseKestrel().UseUrls("http://127.0.0.1:0")
            .Configure(app => app.UseRouting().UseAuthentication().UseAuthorization().UseEndpoints(endpoints =>
                endpoints.MapGet("/slow", handle).RequirePermission("chart:read"))));
        if (!auditFirst)
        {
            builder.ConfigureServices(AddHipaaJwt);
        }

        return builder
            .ConfigureServices(services => services.AddRouting().AddAuthorization())
            .ConfigureServices(services => services.Configure<HostOptions>(options => options.ServicesStopConcurrently = concurrently))
            .ConfigureLogging(logging => logging.ClearProviders())
            .Build();

        void AddHipaaJwt(IServiceCollection services)
        {
            services.AddSingleton<TimeProvider>(issuer.Time);
            services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust()))
                .AddPermissions(map => map.Role("physician").Grants("chart:read"))
                .AddAuditSink(sink, AuditDelivery.BestEffort);
            services.AddAuthentication().AddHipaaJwtBearer();
        }
    }
}
