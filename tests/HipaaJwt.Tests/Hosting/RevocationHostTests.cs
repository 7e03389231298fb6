using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Tests.Hosting;

public sealed class RevocationHostTests
{
    [Fact]
    public async Task A_host_that_is_disposed_of_before_it_has_stopped_stops_without_an_error()
    {
        using var issuer = new TestIssuer();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(issuer.Time);
        services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust())).AddMemoryStores();
        var provider = services.BuildServiceProvider();
        var hosted = provider.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        await provider.DisposeAsync();

        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            var stop = () => service.StoppedAsync(CancellationToken.None);
            await stop.Should().NotThrowAsync("{0} may be disposed of", service.GetType().Name);
        }
    }
}
