using HipaaJwt.TokenIssuer.Calls;
using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.TokenIssuer.Tests.Support;

/// <summary>
/// A service with an issuer, as an application registers it, on a clock that the test moves. Its own validator accepts its tokens.
/// </summary>
internal sealed class IssuerLab : IAsyncDisposable
{
    public const string Issuer = "https://id.clinic.example";
    public const string Audience = "https://api.clinic.example";
    public const string Client = "clinic-app";
    public const string User = "dr.rivera";

    private readonly IHost _host;

    private IssuerLab(IHost host, FakeTimeProvider time, RecordingSink sink)
    {
        _host = host;
        Time = time;
        Sink = sink;
    }

    public FakeTimeProvider Time { get; }

    public RecordingSink Sink { get; }

    public ITokenIssuer Tokens => Get<ITokenIssuer>();

    public ISessionAdministrator Sessions => Get<ISessionAdministrator>();

    public ISigningKeyAdministrator Keys => Get<ISigningKeyAdministrator>();

    public static async Task<IssuerLab> StartAsync(
        Action<TokenIssuerOptions>? options = null,
        Action<HipaaJwtBuilder>? build = null,
        Action<HipaaJwtOptions>? trust = null,
        FakeTimeProvider? time = null)
    {
        time ??= new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var sink = new RecordingSink();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(sink);
        var jwt = builder.Services
            .AddHipaaJwt(validation =>
            {
                // A jump of the clock can time out a read of revocations, which must not make the clock go further.
                validation.Revocation.MaxStaleness = TimeSpan.FromMinutes(5);
                trust?.Invoke(validation);
            })
            .AddAuditSink<RecordingSink>(AuditDelivery.Required)
            .AddTokenIssuer(issuer =>
            {
                issuer.Issuer = Issuer;
                issuer.Audiences.Add(Audience);
                options?.Invoke(issuer);
            });
        builder.Services.AddHealthChecks().AddHipaaJwtKeys();
        build?.Invoke(jwt);
        var host = builder.Build();
        await host.StartAsync();

        // The jump below could time out the first read of the keys. The next one would follow only if the clock goes on.
        await UntilAsync(async () => !(await KeyStateAsync(host)).Contains("NotLoaded", StringComparison.Ordinal));

        // A new store rejects tokens from before its birth, and the order within one second is unknown.
        time.Advance(TimeSpan.FromSeconds(2));
        return new IssuerLab(host, time, sink);
    }

    private static async Task<string> KeyStateAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "hipaajwt-keys");
        return report.Entries.Values.Single().Description!;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task<IssuedTokens> SignInAsync(string user = User, TokenBinding? binding = null)
    {
        var result = await Tokens.IssueAsync(new TokenRequest
        {
            Subject = user,
            ClientId = Client,
            Roles = ["physician"],
            Scopes = ["chart.read", "chart.write"],
            Binding = binding,
        });
        result.Error.Should().Be(JwtError.None);
        return result.Tokens!;
    }

    public async Task<TokenResult> RefreshAsync(string? refreshToken, string client = Client, params TokenBinding[] proofs) =>
        await Tokens.RefreshAsync(new RefreshRequest { RefreshToken = refreshToken!, ClientId = client, Proofs = proofs });

    public async Task<IssuedTokens> RefreshedAsync(string? refreshToken)
    {
        var result = await RefreshAsync(refreshToken);
        result.Error.Should().Be(JwtError.None);
        return result.Tokens!;
    }

    public async Task<JwtError> ValidateAsync(string accessToken) =>
        (await Get<IJwtValidator>().ValidateAsync(accessToken)).Error;

    /// <summary>
    /// Moves the clock in steps of a second. After each, background services get the time that they need to read the stores, as they
    /// would have.
    /// </summary>
    public async Task PassAsync(TimeSpan time)
    {
        var step = TimeSpan.FromSeconds(1);
        for (var left = time; left > TimeSpan.Zero; left -= step)
        {
            Time.Advance(left < step ? left : step);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            await UntilRevocationIsAvailableAsync(Get<ISessionRevocation>(), Time, Issuer);
        }
    }

    /// <summary>A jump of the clock can time out a read of revocations. The next one follows only if the clock goes on.</summary>
    public static Task UntilRevocationIsAvailableAsync(ISessionRevocation revocation, FakeTimeProvider time, string issuer) =>
        UntilAsync(() =>
        {
            if (revocation.Check(issuer, "probe", "probe", time.GetUtcNow()).Code != JwtErrorCode.RevocationUnavailable)
            {
                return Task.FromResult(true);
            }

            time.Advance(TimeSpan.FromMilliseconds(50));
            return Task.FromResult(false);
        });

    /// <summary>Waits for background work, which the clock of the test does not move.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
