using System.Diagnostics;
using System.Diagnostics.Metrics;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Revocations;

/// <summary>Revocation as an application sees it: a host with the system's clock.</summary>
public sealed class RevocationTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly RecordingAuditSink _sink;
    private readonly CapturedLog _log = new();
    private bool _sinkFails;

    public RevocationTests() => _sink = new RecordingAuditSink((_, _) => _sinkFails
        ? Task.FromException(new IOException("The disk is full."))
        : Task.CompletedTask);

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData("token", JwtErrorCode.TokenRevoked, "jti")]
    [InlineData("session", JwtErrorCode.SessionEnded, "sid")]
    [InlineData("subject", JwtErrorCode.TokenRevoked, "iat")]
    [InlineData("issuer", JwtErrorCode.TokenRevoked, "iat")]
    public async Task A_revocation_ends_a_token_that_was_accepted_before(string kind, JwtErrorCode code, string member)
    {
        using var host = await StartAsync();
        var validator = host.Services.GetRequiredService<IJwtValidator>();
        var text = Token();
        var token = (await validator.ValidateAsync(text)).Token!;
        (await validator.ValidateAsync(text)).IsValid.Should().BeTrue();

        await host.Services.GetRequiredService<IRevocation>().RevokeAsync(Of(kind));

        var expected = new JwtError(code, member);
        (await validator.ValidateAsync(text)).Error.Should().Be(expected);
        (await validator.ValidateAsync(text.AsMemory().ToString())).Error.Should().Be(expected);
        host.Services.GetRequiredService<IJwtRevalidator>().Revalidate(token).Should().Be(expected);
    }

    [Fact]
    public async Task A_token_that_is_seen_first_after_its_revocation_is_rejected()
    {
        using var host = await StartAsync();

        await host.Services.GetRequiredService<IRevocation>().RevokeAsync(Revocation.Token(TestIssuer.Name, "token-1"));

        var result = await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(Token());
        result.Error.Should().Be(new JwtError(JwtErrorCode.TokenRevoked, "jti"));
    }

    [Fact]
    public async Task A_revocation_and_its_rejections_are_audited_without_the_token()
    {
        using var host = await StartAsync(audit: true);
        var validator = host.Services.GetRequiredService<IJwtValidator>();
        var administrator = (await validator.ValidateAsync(Token(claims => (claims["sub"], claims["jti"]) = ("admin-1", "token-a"))))
            .Token!;
        using var trace = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        await host.Services.GetRequiredService<IRevocation>().RevokeAsync(Revocation.Session(TestIssuer.Name, "session-7") with
        {
            Reason = RevocationReason.CredentialCompromised,
            RequestedBy = administrator,
            RequestId = "request-9",
        });
        await validator.ValidateAsync(Token());

        var revoked = _sink.Events.Should().ContainSingle(audited => audited.Type == AuditEventType.TokenRevoked).Subject;
        revoked.Outcome.Should().Be(AuditOutcome.Success);
        (revoked.Subject, revoked.Issuer, revoked.RequestId).Should().Be(("admin-1", TestIssuer.Name, "request-9"));
        revoked.TraceId.Should().Be(trace.TraceId.ToHexString());
        (revoked.ResourceType, revoked.ResourceId, revoked.Resource).Should().Be(("Session", "session-7", TestIssuer.Name));
        (revoked.RevocationReason, revoked.Action).Should().Be((RevocationReason.CredentialCompromised, AuditAction.Delete));
        _sink.Events.Last().ReasonCode.Should().Be(JwtErrorCode.SessionEnded);
        _sink.Events.Last().SessionId.Should().Be("session-7");
    }

    [Fact]
    public async Task A_revocation_that_cannot_be_recorded_is_not_acknowledged_and_takes_effect()
    {
        using var host = await StartAsync(audit: true);
        var validator = host.Services.GetRequiredService<IJwtValidator>();
        _sinkFails = true;

        var revoke = () => host.Services.GetRequiredService<IRevocation>()
            .RevokeAsync(Revocation.Token(TestIssuer.Name, "token-1")).AsTask();

        await revoke.Should().ThrowAsync<RevocationUnavailableException>().WithMessage("*takes effect*audit*");
        _sinkFails = false;
        (await validator.ValidateAsync(Token())).Error.Code.Should().Be(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task An_issuer_that_is_not_trusted_cannot_be_revoked()
    {
        using var host = await StartAsync();

        var revoke = () => host.Services.GetRequiredService<IRevocation>()
            .RevokeAsync(Revocation.Subject(TestIssuer.Name + "/", "user-42")).AsTask();

        await revoke.Should().ThrowAsync<ArgumentException>().WithMessage("*issuer as in the options*");
    }

    [Fact]
    public async Task A_store_that_is_down_rejects_tokens_as_unavailable_and_recovers()
    {
        var store = new ScriptedStore(TimeProvider.System);
        using var host = await StartAsync(
            builder => builder.Services.AddSingleton(store), builder => builder.AddRevocationStore<ScriptedStore>(), staleness: 1);
        var validator = host.Services.GetRequiredService<IJwtValidator>();
        var text = Token();
        (await validator.ValidateAsync(text)).IsValid.Should().BeTrue();

        store.Hang = new TaskCompletionSource();
        await UntilAsync(validator, text, JwtErrorCode.RevocationUnavailable);
        (await HealthAsync(host)).Status.Should().Be(HealthStatus.Unhealthy);
        var hang = store.Hang;
        store.Hang = null;
        hang.SetResult();

        await UntilAsync(validator, text, JwtErrorCode.None);
        var health = await HealthAsync(host);
        health.Status.Should().Be(HealthStatus.Healthy);
        health.Data.Keys.Should().BeEquivalentTo("store", "state", "entries", "lag", "lastRead", "ageSeconds");
    }

    [Fact]
    public async Task A_process_without_a_host_starts_to_read_with_the_first_token()
    {
        await using var services = Services().BuildServiceProvider();
        var validator = services.GetRequiredService<IJwtValidator>();

        await UntilAsync(validator, Token(), JwtErrorCode.None);
    }

    [Fact]
    public async Task The_start_says_which_store_revokes_and_warns_of_the_option()
    {
        using var host = await StartAsync();

        _log.Lines.Should().ContainSingle(line => line.Id == 50).Which.Text.Should().Be(
            "Revocation: store MemoryRevocationStore. Revocations take effect within 00:00:05; the log is read each 00:00:01. "
            + "Without a read for 00:00:05, all tokens are rejected.");
        _log.Lines.Should().ContainSingle(line => line.Text.Contains("AcceptTokensOlderThanStore"));
    }

    [Fact]
    public async Task The_start_says_that_revocation_is_off()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()));
        using var host = builder.Build();

        await host.StartAsync();

        _log.Lines.Should().ContainSingle(line => line.Id == 51);
        host.Services.GetService<IRevocation>().Should().BeNull();
        await host.StopAsync();
    }

    [Fact]
    public async Task The_view_is_measured()
    {
        using var host = await StartAsync();
        await host.Services.GetRequiredService<IRevocation>().RevokeAsync(Revocation.Token(TestIssuer.Name, "token-1"));
        Dictionary<string, double> values = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>()
                && instrument.Name.StartsWith("hipaajwt.revocation.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => values[instrument.Name] = value);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => values[instrument.Name] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => values[instrument.Name] = value);
        listener.Start();

        listener.RecordObservableInstruments();

        values["hipaajwt.revocation.entries"].Should().Be(1);
        values["hipaajwt.revocation.state"].Should().Be(1);
        values["hipaajwt.revocation.age"].Should().BeInRange(0, 5);
        values.Should().ContainKey("hipaajwt.revocation.lag");
    }

    [Theory]
    [InlineData("MaxStaleness", "00:00:00.9")]
    [InlineData("MaxStaleness", "00:05:01")]
    [InlineData("PullInterval", "00:00:00.04")]
    [InlineData("PullInterval", "00:01:01")]
    [InlineData("Timeout", "00:00:00")]
    [InlineData("AppendTimeout", "00:01:01")]
    [InlineData("Retention", "00:59:59")]
    [InlineData("Capacity", "999")]
    public void An_option_out_of_range_stops_the_start(string name, string value)
    {
        var section = Section.Trusting(_issuer);
        section.Set($"Revocation:{name}", value);

        var build = () => new ServiceCollection().AddHipaaJwt(section.Configuration).Services.BuildServiceProvider()
            .GetRequiredService<IJwtValidator>();

        build.Should().Throw<OptionsValidationException>().WithMessage($"*Revocation:{name}*{value.TrimEnd('0').TrimEnd('.')}*");
    }

    [Fact]
    public void A_staleness_shorter_than_a_read_stops_the_start()
    {
        var section = Section.Trusting(_issuer);
        section.Set("Revocation:PullInterval", "00:00:05");

        var build = () => new ServiceCollection().AddHipaaJwt(section.Configuration).Services.BuildServiceProvider()
            .GetRequiredService<IJwtValidator>();

        build.Should().Throw<OptionsValidationException>().WithMessage("*Revocation.MaxStaleness*Set it to at least 00:00:05.25*");
    }

    [Theory]
    [InlineData(1, 1_500)]
    [InlineData(28, 1_741)]
    public async Task A_revocation_is_kept_longer_than_any_token_of_its_issuer_can_live(int hours, int minutes)
    {
        var store = new ScriptedStore(TimeProvider.System);
        using var host = await StartAsync(
            builder => builder.Services.AddSingleton(store),
            builder => builder.AddRevocationStore<ScriptedStore>(),
            trust: issuer => issuer.MaxTokenLifetime = TimeSpan.FromHours(hours));

        await host.Services.GetRequiredService<IRevocation>().RevokeAsync(Revocation.Token(TestIssuer.Name, "token-1"));

        var kept = (await store.ReadAsync(default, 1, CancellationToken.None)).Revocations.Single();
        (kept.ExpiresAt - kept.RevokedAt).Should().Be(TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public void A_revocation_prints_its_kind_alone() =>
        Revocation.Subject(TestIssuer.Name, "user-42").ToString().Should().Be("Revocation { Kind = Subject }");

    private static Revocation Of(string kind) => kind switch
    {
        "token" => Revocation.Token(TestIssuer.Name, "token-1"),
        "session" => Revocation.Session(TestIssuer.Name, "session-7"),
        "subject" => Revocation.Subject(TestIssuer.Name, "user-42"),
        _ => Revocation.Issuer(TestIssuer.Name),
    };

    private static Task<HealthReportEntry> HealthAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>()
        .CheckHealthAsync().ContinueWith(report => report.Result.Entries["hipaajwt-revocation"], TaskScheduler.Default);

    /// <summary>Validates until the outcome is the expected one. The background loop works by the system's clock.</summary>
    private static async Task UntilAsync(IJwtValidator validator, string token, JwtErrorCode code)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await validator.ValidateAsync(token)).Error.Code != code)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private string Token(Action<System.Text.Json.Nodes.JsonObject>? change = null) => _issuer.Token(claims: claims =>
    {
        var now = TimeProvider.System.GetUtcNow();
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = now.AddMinutes(10).ToUnixTimeSeconds();
        claims["sid"] = "session-7";
        change?.Invoke(claims);
    });

    private ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddHipaaJwt(options =>
        {
            options.Issuers.Add(_issuer.Trust());
            options.Revocation.AcceptTokensOlderThanStore = true;
        }).AddMemoryStores();
        return services;
    }

    private async Task<IHost> StartAsync(
        Action<HipaaJwtBuilder>? before = null,
        Action<HipaaJwtBuilder>? store = null,
        Action<TrustedIssuer>? trust = null,
        int staleness = 5,
        bool audit = false)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddHealthChecks().AddHipaaJwtRevocation();
        var jwt = builder.Services.AddHipaaJwt(options =>
        {
            options.Issuers.Add(_issuer.Trust(trust));
            options.Revocation.AcceptTokensOlderThanStore = true;
            options.Revocation.MaxStaleness = TimeSpan.FromSeconds(staleness);
            options.Revocation.PullInterval = TimeSpan.FromSeconds(staleness / 5.0);
        });
        before?.Invoke(jwt);
        (store ?? (services => services.AddMemoryStores()))(jwt);
        if (audit)
        {
            jwt.AddAuditSink(_sink, AuditDelivery.Required);
        }

        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
