using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Validation;

/// <summary>Tokens whose key is not known yet. The service has no host, so only tokens cause key set downloads.</summary>
public sealed class MissingKeyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accepts_the_first_token_after_waiting_for_the_keys(bool byMetadata)
    {
        await using var lab = await KeyLab.StartAsync(byMetadata ? null : KeyLab.BySet);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);

        lab.Provider.Requests.Should().Equal(byMetadata ? [KeyProvider.MetadataPath, KeyProvider.KeysPath] : [KeyProvider.KeysPath]);
    }

    [Fact]
    public async Task Concurrent_validations_share_one_download()
    {
        await using var lab = await KeyLab.StartAsync();
        var token = lab.Token();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => lab.VerdictAsync(token))));

        verdicts.Should().OnlyContain(verdict => verdict == JwtErrorCode.None);
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    [Fact]
    public async Task Accepts_a_token_with_a_new_key_ten_seconds_after_the_last_download()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        lab.Provider.Publish(("key-2", lab.SecondKey));
        var token = lab.Token("key-2", lab.SecondKey);

        lab.Time.Advance(RefreshSchedule.MinInterval);

        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Does_not_download_again_within_ten_seconds()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();

        lab.Time.Advance(TimeSpan.FromSeconds(9.4));
        var verdict = lab.Host.ValidateAsync(lab.Token("key-2"));

        verdict.IsCompleted.Should().BeTrue("there is nothing to wait for");
        (await verdict).Error.Code.Should().Be(JwtErrorCode.KeyNotFound);
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    [Fact]
    public async Task A_token_waits_up_to_half_a_second_for_the_next_download()
    {
        var time = new ObservedTime();
        await using var lab = await KeyLab.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        time.Inner = lab.Time;
        await lab.LoadAsync();
        lab.Provider.Publish(("key-2", lab.SecondKey));

        lab.Time.Advance(TimeSpan.FromSeconds(9.5));
        var verdict = lab.VerdictAsync(lab.Token("key-2", lab.SecondKey));
        await time.HalfSecondWaitStarted;
        lab.Time.Advance(TimeSpan.FromSeconds(0.5) - TimeSpan.FromTicks(1));
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
        lab.Time.Advance(TimeSpan.FromTicks(1));

        (await verdict).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Rejects_a_kid_that_the_latest_key_set_lacks()
    {
        await using var lab = await KeyLab.StartAsync();

        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.KeyNotFound);
    }

    [Fact]
    public async Task Reports_keys_as_unavailable_if_the_issuer_is_unreachable()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context => Task.Run(context.Abort);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable, "no keys were ever downloaded");
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable, "the next download is not due yet");
        lab.Provider.Requests.Should().HaveCount(1);

        (lab.Provider.Instead, _) = (null, await lab.NextRefreshAsync());
        await lab.PassAsync(RefreshSchedule.MinInterval);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);

        lab.Provider.Instead = context => Task.Run(context.Abort);
        lab.Time.Advance(RefreshSchedule.MinInterval);
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.KeysUnavailable);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None, "its key is known");
    }

    [Fact]
    public async Task An_unknown_key_waits_at_most_one_second_and_a_known_key_does_not_wait()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        lab.Provider.Instead = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        lab.Time.Advance(RefreshSchedule.MinInterval);

        var unknown = lab.VerdictAsync(lab.Token("key-2", lab.SecondKey));
        lab.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        unknown.IsCompleted.Should().BeFalse();
        var known = lab.VerdictAsync();
        known.IsCompleted.Should().BeTrue();
        (await known).Should().Be(JwtErrorCode.None);
        lab.Time.Advance(TimeSpan.FromTicks(1));

        (await unknown).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task Cancellation_by_one_caller_does_not_cancel_the_refresh_for_others()
    {
        await using var lab = await KeyLab.StartAsync();
        using var caller = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        lab.Provider.Instead = async context =>
        {
            await gate.Task;
            await lab.Provider.AnswerWellAsync(context);
        };

        var first = lab.Host.Validator.ValidateAsync(lab.Token(), caller.Token).AsTask();
        var second = lab.VerdictAsync();
        await caller.CancelAsync();
        await first.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await second).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Changing_the_bytes_during_the_wait_does_not_change_the_result()
    {
        await using var lab = await KeyLab.StartAsync();
        var bytes = Encoding.UTF8.GetBytes(lab.Token());

        var verdict = lab.Host.Validator.ValidateAsync(bytes);
        verdict.IsCompleted.Should().BeFalse();
        Array.Fill(bytes, (byte)'x');

        (await verdict).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_slice_of_a_longer_string_waits_too()
    {
        await using var lab = await KeyLab.StartAsync();
        var header = "Bearer " + lab.Token();

        (await lab.Host.Validator.ValidateAsync(header.AsMemory(7), default(JwtValidationRequest))).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Each_token_writes_one_audit_event_whether_it_waited_or_not()
    {
        var sink = new RecordingAuditSink();
        await using var lab = await KeyLab.StartAsync(
            services: services => services.AddHipaaJwt(_ => { }).AddAuditSink(sink, AuditDelivery.Required));

        await lab.VerdictAsync();
        await lab.VerdictAsync(lab.Token("key-2"));

        sink.Events.Select(one => one.ReasonCode).Should().Equal(JwtErrorCode.None, JwtErrorCode.KeyNotFound);
    }

    [Theory]
    [InlineData("https://idp.other.example")]
    [InlineData("https://idp.hospital.example/")]
    [InlineData("")]
    public async Task A_token_of_an_untrusted_issuer_causes_no_download(string issuer)
    {
        await using var lab = await KeyLab.StartAsync();

        (await lab.VerdictAsync(lab.Issuer.Token(claims: claims => claims["iss"] = issuer))).Should().Be(JwtErrorCode.KeyNotFound);

        lab.Provider.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_token_without_kid_waits_for_the_only_key()
    {
        await using var lab = await KeyLab.StartAsync();

        (await lab.VerdictAsync(lab.Issuer.Token(header => header.Remove("kid")))).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Downloads_a_key_of_another_type_with_a_known_kid()
    {
        using var rsa = RSA.Create(2048);
        await using var lab = await KeyLab.StartAsync((issuer, address) =>
        {
            KeyLab.BySet(issuer, address);
            issuer.Algorithms.Add(JwsAlgorithm.RS256);
        });
        await lab.LoadAsync();
        lab.Provider.Keys.Add(Jwk.Of(rsa.ExportParameters(false), TestIssuer.KeyId));
        lab.Time.Advance(RefreshSchedule.MinInterval);

        var verdict = await lab.VerdictAsync(RawToken.Sign(
            """{"alg":"RS256","typ":"at+jwt","kid":"key-1"}""",
            TestIssuer.Claims().ToJsonString(),
            data => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));

        verdict.Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task A_token_of_an_algorithm_that_its_issuer_does_not_allow_causes_no_download()
    {
        using var other = new TestIssuer();
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet, services => services.AddHipaaJwt(options =>
            options.Issuers.Add(other.Trust(issuer => (issuer.Issuer, issuer.Algorithms[0], issuer.SigningKeys[0]) = (
                "https://idp.clinic.example", JwsAlgorithm.HS256, new SymmetricSecurityKey(new byte[32]) { KeyId = "mac" })))));
        var token = RawToken.Sign(
            """{"alg":"HS256","typ":"at+jwt","kid":"unknown"}""", TestIssuer.Claims().ToJsonString(), RawToken.Hs256(new byte[32]));

        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.KeyNotFound);

        lab.Provider.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_kid_of_another_issuer_does_not_prevent_the_download()
    {
        using var other = new TestIssuer();
        await using var lab = await KeyLab.StartAsync(services: services => services.AddHipaaJwt(options => options.Issuers.Add(
            other.Trust(issuer => (issuer.Issuer, issuer.TokenTypes[0]) = ("https://idp.clinic.example", "JWT")))));

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    [Fact]
    public async Task Downloads_a_shared_key_for_the_issuer_that_the_token_names()
    {
        using var shared = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var otherIssuer = new TrustedIssuer
        {
            Issuer = "https://idp.lab.example",
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(shared) { KeyId = "shared" } },
        };
        await using var lab = await KeyLab.StartAsync(
            KeyLab.BySet, services => services.Configure<HipaaJwtOptions>(options => options.Issuers.Add(otherIssuer)));
        lab.Provider.Publish(("shared", shared));

        (await lab.VerdictAsync(lab.Token("shared", shared))).Should().Be(JwtErrorCode.None);
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    /// <summary>The clock of the lab. It signals when another thread starts to wait for half a second.</summary>
    private sealed class ObservedTime : TimeProvider
    {
        private readonly TaskCompletionSource _halfSecond = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeProvider Inner { get; set; } = System;

        public Task HalfSecondWaitStarted => _halfSecond.Task;

        public override long TimestampFrequency => Inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();

        public override long GetTimestamp() => Inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = Inner.CreateTimer(callback, state, dueTime, period);
            if (dueTime == TimeSpan.FromSeconds(0.5))
            {
                _halfSecond.TrySetResult();
            }

            return timer;
        }
    }
}
