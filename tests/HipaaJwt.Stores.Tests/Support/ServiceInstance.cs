using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Stores.Tests.Support;

/// <summary>A running instance of a service: it validates tokens, reads the log of revocations and revokes.</summary>
public sealed class ServiceInstance : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestIssuer _issuer;

    private ServiceInstance(TestIssuer issuer, Action<HipaaJwtBuilder> addStores, Action<HipaaJwtOptions>? configure)
    {
        _issuer = issuer;
        var services = new ServiceCollection();
        addStores(services.AddHipaaJwt(options =>
        {
            options.Issuers.Add(issuer.Trust());
            options.Revocation.PullInterval = TimeSpan.FromMilliseconds(100);
            options.Revocation.AcceptTokensOlderThanStore = true;
            configure?.Invoke(options);
        }));
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public IRevocation Revocation => _services.GetRequiredService<IRevocation>();

    public IRevocationStore Store => _services.GetRequiredService<IRevocationStore>();

    /// <summary>Starts the services in the order of a host.</summary>
    public static async Task<ServiceInstance> StartAsync(
        TestIssuer issuer, Action<HipaaJwtBuilder> addStores, Action<HipaaJwtOptions>? configure = null)
    {
        var instance = new ServiceInstance(issuer, addStores, configure);
        var hosted = instance._services.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return instance;
    }

    /// <summary>Creates a token that is valid now.</summary>
    public string Token(string session, Action<JsonObject>? change = null) => _issuer.Token(claims: claims =>
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        (claims["iat"], claims["exp"], claims["sid"], claims["jti"]) = (now, now + 600, session, $"token of {session}");
        change?.Invoke(claims);
    });

    public async Task<JwtErrorCode> ValidateAsync(string token) =>
        (await _services.GetRequiredService<IJwtValidator>().ValidateAsync(token)).Error.Code;

    public async Task RevokeSessionAsync(string session) =>
        await Revocation.RevokeAsync(HipaaJwt.Revocation.Session(TestIssuer.Name, session));

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Reverse())
        {
            await service.StoppedAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
