using System.Globalization;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis.Support;

/// <summary>A service that validates tokens and revokes sessions, with its stores in Redis.</summary>
public sealed class RevokingService : IAsyncDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly IHost _host;
    private int _tokens;

    private RevokingService(Func<IServiceProvider, IConnectionMultiplexer> connect, Action<RedisStoreOptions>? configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Logging.AddProvider(Log);
        builder.Services.AddHipaaJwt(options =>
        {
            options.Issuers.Add(_issuer.Trust());

            // A floor then rejects only tokens until the next full second.
            options.ClockSkew = TimeSpan.Zero;
            options.Revocation.AcceptTokensOlderThanStore = true;
            options.Revocation.PullInterval = TimeSpan.FromMilliseconds(250);
            options.Revocation.MaxStaleness = TimeSpan.FromSeconds(2);
        }).AddRedisStores(connect, configure);
        _host = builder.Build();
    }

    public CapturedLog Log { get; } = new();

    public IRevocation Revocation => _host.Services.GetRequiredService<IRevocation>();

    public IRevocationStore Store => _host.Services.GetRequiredService<IRevocationStore>();

    public IReplayStore Replay => _host.Services.GetRequiredService<IReplayStore>();

    public IEnumerable<string> Warnings => Log.Lines.Where(line => line.Id is >= 300 and < 400).Select(line => line.Text);

    public static Task<RevokingService> StartAsync(IConnectionMultiplexer redis, Action<RedisStoreOptions>? configure = null) =>
        StartAsync(_ => redis, configure);

    public static async Task<RevokingService> StartAsync(
        Func<IServiceProvider, IConnectionMultiplexer> connect, Action<RedisStoreOptions>? configure = null)
    {
        var service = new RevokingService(connect, configure);
        await service._host.StartAsync();
        return service;
    }

    /// <summary>Creates a token of a session, issued some time after the start of the test.</summary>
    public string Token(string session, TimeSpan age = default)
    {
        var issuedAt = TimeProvider.System.GetUtcNow() - age;
        return _issuer.Token(claims: claims =>
        {
            claims["iat"] = issuedAt.ToUnixTimeSeconds();
            claims["exp"] = issuedAt.AddMinutes(30).ToUnixTimeSeconds();
            claims["sid"] = session;
            claims["jti"] = Interlocked.Increment(ref _tokens).ToString(CultureInfo.InvariantCulture);
        });
    }

    public async Task<JwtErrorCode> ValidateAsync(string token) =>
        (await _host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(token)).Error.Code;

    public async Task RevokeSessionAsync(string session) =>
        await Revocation.RevokeAsync(HipaaJwt.Revocation.Session(TestIssuer.Name, session));

    /// <summary>Waits until the token has a result.</summary>
    public Task WaitForAsync(string token, JwtErrorCode expected, TimeSpan limit) =>
        Poll.UntilAsync(async () => await ValidateAsync(token) == expected, $"the result becomes {expected}", limit);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _issuer.Dispose();
    }
}
