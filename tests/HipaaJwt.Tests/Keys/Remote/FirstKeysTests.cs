using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The retries while an issuer has never had keys.</summary>
public sealed class FirstKeysTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly Host _host = new();

    [Theory]
    [InlineData(true, HttpRequestError.ConnectionError)]
    [InlineData(false, HttpRequestError.ConnectionError)]
    [InlineData(true, HttpRequestError.NameResolutionError)]
    [InlineData(false, HttpRequestError.NameResolutionError)]
    public async Task Are_retried_after_1_2_4_and_8_seconds_and_then_after_10_20_and_40(bool byMetadata, HttpRequestError error)
    {
        await using var lab = await StartAsync(byMetadata ? null : KeyLab.BySet);
        _host.Error = error;
        await lab.VerdictAsync();
        (await lab.NextRefreshAsync()).Should().Be(JwksFetchOutcome.Unreachable);

        foreach (var seconds in new[] { 1, 2, 4, 8, 10, 20, 40 })
        {
            var before = _host.Attempts;
            lab.Time.Advance(TimeSpan.FromSeconds(seconds) - Millisecond);
            _host.Attempts.Should().Be(before);
            (await lab.PassAsync(Millisecond)).Should().Be(JwksFetchOutcome.Unreachable);
            _host.Attempts.Should().Be(before + 1);
        }

        _host.Error = null;
        (await lab.PassAsync(TimeSpan.FromSeconds(80))).Should().Be(JwksFetchOutcome.Fetched);
    }

    [Fact]
    public async Task Are_in_use_as_soon_as_the_first_retry_brings_them()
    {
        await using var lab = await StartAsync();
        _host.Error = HttpRequestError.ConnectionError;
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        await lab.NextRefreshAsync();

        _host.Error = null;
        (await lab.PassAsync(TimeSpan.FromSeconds(1))).Should().Be(JwksFetchOutcome.Fetched);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Tokens_cause_no_request_before_the_next_retry()
    {
        await using var lab = await StartAsync();
        _host.Error = HttpRequestError.ConnectionError;
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        await lab.NextRefreshAsync();

        foreach (var seconds in new[] { 1, 2, 4, 8, 10 })
        {
            var before = _host.Attempts;
            lab.Time.Advance(TimeSpan.FromSeconds(seconds - 0.5) - TimeSpan.FromTicks(1));
            for (var number = 0; number < 20; number++)
            {
                var verdict = lab.VerdictAsync(lab.Token($"random-{number}"));
                verdict.IsCompleted.Should().BeTrue("the next request is more than half a second away");
                (await verdict).Should().Be(JwtErrorCode.KeysUnavailable);
            }

            _host.Attempts.Should().Be(before);
            await lab.PassAsync(TimeSpan.FromSeconds(0.5) + TimeSpan.FromTicks(1));
        }
    }

    [Fact]
    public async Task Are_retried_after_ten_seconds_if_a_token_needs_them_later()
    {
        await using var lab = await StartAsync();
        _host.Error = HttpRequestError.ConnectionError;
        await lab.VerdictAsync();
        await lab.NextRefreshAsync();
        foreach (var seconds in new[] { 1, 2, 4, 8, 10 })
        {
            await lab.PassAsync(TimeSpan.FromSeconds(seconds));
        }

        _host.Error = null;
        lab.Time.Advance(RefreshSchedule.MinInterval - TimeSpan.FromSeconds(0.5) - TimeSpan.FromTicks(1));
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        lab.Time.Advance(TimeSpan.FromSeconds(0.5) + TimeSpan.FromTicks(1));

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Theory]
    [InlineData(StatusCodes.Status429TooManyRequests, "", nameof(JwksFetchOutcome.StatusNotOk))]
    [InlineData(StatusCodes.Status503ServiceUnavailable, "", nameof(JwksFetchOutcome.StatusNotOk))]
    [InlineData(0, "", nameof(JwksFetchOutcome.Unreachable))]
    [InlineData(StatusCodes.Status200OK, "{}", nameof(JwksFetchOutcome.Malformed))]
    [InlineData(StatusCodes.Status200OK, """{"keys":[]}""", nameof(JwksFetchOutcome.NoUsableKey))]
    public async Task Are_not_requested_sooner_from_a_host_that_a_request_has_reached(int status, string body, string outcome)
    {
        await using var lab = await StartAsync(KeyLab.BySet);
        lab.Provider.Instead = context =>
        {
            if (status == 0)
            {
                return Task.Run(context.Abort);
            }

            context.Response.StatusCode = status;
            return KeyProvider.WriteAsync(context, body);
        };
        await lab.VerdictAsync();
        (await lab.NextRefreshAsync()).ToString().Should().Be(outcome);

        lab.Time.Advance(RefreshSchedule.MinInterval - Millisecond);
        _host.Attempts.Should().Be(1);
        (await lab.PassAsync(Millisecond)).ToString().Should().Be(outcome);
        _host.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task A_host_without_connections_is_tried_by_all_its_issuers_no_more_often_than_by_one()
    {
        await using var lab = await StartAsync();
        _host.Error = HttpRequestError.ConnectionError;
        var client = lab.Host.Services.GetRequiredService<ThrottledJwksClient>();
        var address = new Uri(lab.Provider.Address + KeyProvider.KeysPath);
        await client.GetAsync(address, CancellationToken.None);

        foreach (var seconds in new[] { 1, 2, 4, 8, 10, 10 })
        {
            var before = _host.Attempts;
            lab.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            await RequestAsync(20);
            _host.Attempts.Should().Be(before);
            lab.Time.Advance(TimeSpan.FromTicks(1));
            await RequestAsync(20);
            _host.Attempts.Should().Be(before + 1);
        }

        _host.Error = null;
        lab.Time.Advance(RefreshSchedule.MinInterval);
        await RequestAsync(1);
        var after = _host.Attempts;
        lab.Time.Advance(RefreshSchedule.MinInterval - TimeSpan.FromTicks(1));
        await RequestAsync(1);
        _host.Attempts.Should().Be(after, "ten seconds follow a success");

        async Task RequestAsync(int callers) =>
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => client.GetAsync(address, CancellationToken.None)));
    }

    [Fact]
    public async Task Keys_that_were_lost_are_not_requested_sooner()
    {
        await using var lab = await StartAsync((issuer, _) => issuer.MaxKeyAge = TimeSpan.FromMinutes(1));
        await lab.LoadAsync();
        _host.Error = HttpRequestError.ConnectionError;
        (await lab.PassAsync(TimeSpan.FromSeconds(30))).Should().Be(JwksFetchOutcome.Unreachable);
        (await lab.PassAsync(TimeSpan.FromSeconds(30))).Should().Be(JwksFetchOutcome.Unreachable);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        var before = _host.Attempts;

        lab.Time.Advance(RefreshSchedule.MinInterval - Millisecond);
        _host.Attempts.Should().Be(before);
    }

    private Task<KeyLab> StartAsync(Action<TrustedIssuer, string>? trust = null) => KeyLab.StartAsync(
        trust, services => services.AddHttpClient(JwksHttpClient.ClientName).AddHttpMessageHandler(() => new Gate(_host)));

    /// <summary>The host of the issuer.</summary>
    private sealed class Host
    {
        private int _attempts;

        /// <summary>Why the host accepts no connection; null if it does.</summary>
        public HttpRequestError? Error { get; set; }

        public int Attempts => Volatile.Read(ref _attempts);

        public void Connect()
        {
            Interlocked.Increment(ref _attempts);
            if (Error is { } error)
            {
                throw new HttpRequestException(error);
            }
        }
    }

    private sealed class Gate(Host host) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            host.Connect();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
