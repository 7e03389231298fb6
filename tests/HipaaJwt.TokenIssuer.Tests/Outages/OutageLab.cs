using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>A service with an issuer and its endpoints on a real socket and the real clock. Its dependencies fail on demand.</summary>
internal sealed class OutageLab : IAsyncDisposable
{
    private const int Attempts = 3;
    private const int MaxAttempts = 12;

    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    private OutageLab(WebApplication app) => _app = app;

    public ITokenIssuer Tokens => Get<ITokenIssuer>();

    public Fault Sessions => Get<FaultySessionStore>().Fault;

    public FlakyRevocationStore Revocations => Get<FlakyRevocationStore>();

    public static async Task<OutageLab> StartAsync(Action<HipaaJwtBuilder>? build = null, Action<TokenIssuerOptions>? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        var jwt = builder.Services.AddHipaaJwt(validation =>
            {
                validation.Revocation.AcceptTokensOlderThanStore = true;
                validation.Revocation.PullInterval = TimeSpan.FromMilliseconds(100);
            })
            .AddRevocationStore<FlakyRevocationStore>()
            .AddSessionStore<FaultySessionStore>()
            .AddTokenIssuer(issuer =>
            {
                issuer.Issuer = IssuerLab.Issuer;
                issuer.Audiences.Add(IssuerLab.Audience);
                issuer.Clients.Add(new TokenClient { ClientId = IssuerLab.Client, IsPublic = true });
                options?.Invoke(issuer);
            });
        build?.Invoke(jwt);
        var app = builder.Build();
        app.MapHipaaJwtTokenEndpoints();
        await app.StartAsync();
        var lab = new OutageLab(app);
        await lab.WarmUpAsync();
        return lab;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public ValueTask<TokenResult> IssueAsync() => Tokens.IssueAsync(new TokenRequest
    {
        Subject = IssuerLab.User,
        ClientId = IssuerLab.Client,
        Scopes = ["chart.read"],
    });

    public async Task<IssuedTokens> SignInAsync()
    {
        var result = await IssueAsync();
        result.Error.Should().Be(JwtError.None);
        return result.Tokens!;
    }

    public ValueTask<TokenResult> RefreshAsync(string? refreshToken) => Tokens.RefreshAsync(RequestOf(refreshToken));

    public ValueTask<JwtError> RevokeAsync(string? refreshToken) => Tokens.RevokeAsync(RequestOf(refreshToken));

    /// <summary>The status of the answer of an endpoint to a form with a refresh token.</summary>
    public async Task<int> PostAsync(string path, string? refreshToken)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "refresh_token"),
            new("client_id", IssuerLab.Client),
            new(path == "/token" ? "refresh_token" : "token", refreshToken!),
        ]);
        using var response = await _client.PostAsync(new Uri(new Uri(_app.Urls.First()), path), form);
        return (int)response.StatusCode;
    }

    public async Task<int> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(new Uri(_app.Urls.First()), path));
        return (int)response.StatusCode;
    }

    /// <summary>Waits until revocations are available, or until they are not.</summary>
    public Task UntilRevocationsAsync(bool areAvailable) => IssuerLab.UntilAsync(() => Task.FromResult(
        areAvailable != (Get<ISessionRevocation>().Check(
            IssuerLab.Issuer, "probe", "probe", TimeProvider.System.GetUtcNow()).Code == JwtErrorCode.RevocationUnavailable)));

    /// <summary>
    /// Expects the same error three times, and more often if no answer was fast enough yet. The fastest one counts, because other processes
    /// can delay any of them.
    /// </summary>
    public static async Task ExpectWithinAsync(TimeSpan limit, JwtErrorCode code, Func<ValueTask<JwtError>> call)
    {
        var fastest = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < Attempts || (fastest >= limit && attempt < MaxAttempts); attempt++)
        {
            var start = TimeProvider.System.GetTimestamp();
            (await call()).Code.Should().Be(code);
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        fastest.Should().BeLessThan(limit);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Compiles the code that is measured.</summary>
    private async Task WarmUpAsync()
    {
        await UntilRevocationsAsync(areAvailable: true);
        var tokens = await SignInAsync();
        (await PostAsync("/token", tokens.RefreshToken)).Should().Be(200);
        (await PostAsync("/revoke", tokens.RefreshToken)).Should().Be(200);
    }

    private static RefreshRequest RequestOf(string? refreshToken) =>
        new() { RefreshToken = refreshToken!, ClientId = IssuerLab.Client };
}
