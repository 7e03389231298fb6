using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.TokenIssuer.Protection;
using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;
using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>Two instances with clocks that differ by ten minutes share stores. Only the clock of the stores counts.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>The idle timeout of 15 minutes and a tenth of it, at which activity is recorded.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(16.5);

    private readonly FakeTimeProvider _storeTime = new(TimeProvider.System.GetUtcNow());
    private readonly string _keyFile = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
    private IHost _early = null!;
    private IHost _late = null!;

    public async ValueTask InitializeAsync()
    {
        var sessions = new MemorySessionStore(_storeTime);
        var keys = new MemorySigningKeyStore(_storeTime);
        var revocations = new FlakyRevocationStore(_storeTime);
        var protector = new FileKeyProtector(_keyFile);
        _early = await StartAsync(TimeSpan.FromMinutes(-5));
        _late = await StartAsync(TimeSpan.FromMinutes(5));

        Task<IHost> StartAsync(TimeSpan offset) => ClockTests.StartAsync(services => services
            .AddSingleton<TimeProvider>(new OffsetClock(offset))
            .AddSingleton<ISessionStore>(sessions)
            .AddSingleton<ISigningKeyStore>(keys)
            .AddSingleton<IKeyProtector>(protector)
            .AddSingleton(revocations));
    }

    public async ValueTask DisposeAsync()
    {
        await _early.StopAsync();
        await _late.StopAsync();
        _early.Dispose();
        _late.Dispose();
        File.Delete(_keyFile);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_clock_of_the_store_decides_whether_a_retry_is_within_the_window(bool isFirstLate)
    {
        var (first, second) = isFirstLate ? (_late, _early) : (_early, _late);
        var tokens = await SignInAsync(first);
        var lost = (await RefreshAsync(first, tokens.RefreshToken)).Tokens!;

        _storeTime.Advance(Window);
        var retried = (await RefreshAsync(second, tokens.RefreshToken)).Tokens!;
        _storeTime.Advance(Tick);
        var reused = await RefreshAsync(second, tokens.RefreshToken);

        (retried.RefreshToken, retried.IsRetry).Should().Be((lost.RefreshToken, true));
        reused.Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
        (await RefreshAsync(first, lost.RefreshToken)).Error.Code.Should().Be(JwtErrorCode.SessionEnded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_clock_of_the_store_decides_whether_a_session_is_idle(bool isFirstLate)
    {
        var (first, second) = isFirstLate ? (_late, _early) : (_early, _late);
        var tokens = await SignInAsync(first);

        _storeTime.Advance(Idle - Tick);
        var refreshed = await RefreshAsync(second, tokens.RefreshToken);
        _storeTime.Advance(Tick);
        var idle = await RefreshAsync(first, refreshed.Tokens!.RefreshToken);

        idle.Error.Code.Should().Be(JwtErrorCode.SessionIdle);
    }

    private static async Task<IssuedTokens> SignInAsync(IHost host)
    {
        var result = await host.Services.GetRequiredService<ITokenIssuer>().IssueAsync(
            new TokenRequest { Subject = IssuerLab.User, ClientId = IssuerLab.Client });
        result.Error.Should().Be(JwtError.None);
        return result.Tokens!;
    }

    private static async Task<TokenResult> RefreshAsync(IHost host, string? refreshToken) =>
        await host.Services.GetRequiredService<ITokenIssuer>().RefreshAsync(
            new RefreshRequest { RefreshToken = refreshToken!, ClientId = IssuerLab.Client });

    private static async Task<IHost> StartAsync(Action<IServiceCollection> addShared)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        addShared(builder.Services);
        builder.Services.AddHipaaJwt(trust => trust.Revocation.AcceptTokensOlderThanStore = true)
            .AddRevocationStore<FlakyRevocationStore>()
            .AddTokenIssuer(issuer =>
            {
                issuer.Issuer = IssuerLab.Issuer;
                issuer.Audiences.Add(IssuerLab.Audience);
            });
        var host = builder.Build();
        await host.StartAsync();
        var revocation = host.Services.GetRequiredService<ISessionRevocation>();
        await IssuerLab.UntilAsync(() => Task.FromResult(
            revocation.Check(IssuerLab.Issuer, "probe", "probe", DateTimeOffset.MaxValue).Code != JwtErrorCode.RevocationUnavailable));
        return host;
    }
}
