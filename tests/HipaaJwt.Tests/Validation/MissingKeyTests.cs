using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Validation;

/// <summary>What a token waits for whose key is not in memory. The service has no host: nothing but tokens asks for keys.</summary>
public sealed class MissingKeyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_token_waits_for_the_keys_and_is_accepted(bool byMetadata)
    {
        await using var lab = await KeyLab.StartAsync(byMetadata ? null : KeyLab.BySet);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);

        lab.Provider.Requests.Should().Equal(byMetadata ? [KeyProvider.MetadataPath, KeyProvider.KeysPath] : [KeyProvider.KeysPath]);
    }

    [Fact]
    public async Task All_who_wait_share_one_fetch()
    {
        await using var lab = await KeyLab.StartAsync();
        var token = lab.Token();

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => lab.VerdictAsync(token))));

        verdicts.Should().OnlyContain(verdict => verdict == JwtErrorCode.None);
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    [Fact]
    public async Task A_token_under_a_new_key_is_accepted_at_once_if_the_last_fetch_is_ten_seconds_old()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        lab.Provider.Publish(("key-2", lab.SecondKey));
        var token = lab.Token("key-2", lab.SecondKey);

        lab.Time.Advance(RefreshSchedule.MinInterval);

        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Nobody_asks_again_within_ten_seconds_of_an_answer_that_lacked_the_key()
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
    public async Task A_token_waits_half_a_second_for_the_address_to_be_asked_again()
    {
        var time = new WatchedTime();
        await using var lab = await KeyLab.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        time.Inner = lab.Time;
        await lab.LoadAsync();
        lab.Provider.Publish(("key-2", lab.SecondKey));

        lab.Time.Advance(TimeSpan.FromSeconds(9.5));
        var verdict = lab.VerdictAsync(lab.Token("key-2", lab.SecondKey));
        await time.HalfSecondBegan;
        lab.Time.Advance(TimeSpan.FromSeconds(0.5) - TimeSpan.FromTicks(1));
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
        lab.Time.Advance(TimeSpan.FromTicks(1));

        (await verdict).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task A_key_that_is_not_in_the_newest_answer_does_not_exist()
    {
        await using var lab = await KeyLab.StartAsync();

        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.KeyNotFound);
    }

    [Fact]
    public async Task Where_the_issuer_cannot_be_asked_nobody_says_that_a_key_does_not_exist()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context => Task.Run(context.Abort);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable, "nothing was ever fetched");
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable, "and nobody asks again so soon");
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
    public async Task A_request_waits_one_second_at_most_and_a_known_key_waits_for_nothing()
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
    public async Task A_caller_that_gives_up_does_not_end_the_refresh_of_the_others()
    {
        await using var lab = await KeyLab.StartAsync();
        using var impatient = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        lab.Provider.Instead = async context =>
        {
            await gate.Task;
            await lab.Provider.AnswerWellAsync(context);
        };

        var first = lab.Host.Validator.ValidateAsync(lab.Token(), impatient.Token).AsTask();
        var second = lab.VerdictAsync();
        await impatient.CancelAsync();
        await first.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await second).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Bytes_that_change_while_the_token_waits_do_not_change_the_verdict()
    {
        await using var lab = await KeyLab.StartAsync();
        var bytes = Encoding.UTF8.GetBytes(lab.Token());

        var verdict = lab.Host.Validator.ValidateAsync(bytes);
        verdict.IsCompleted.Should().BeFalse();
        Array.Fill(bytes, (byte)'x');

        (await verdict).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_part_of_a_longer_text_waits_too()
    {
        await using var lab = await KeyLab.StartAsync();
        var header = "Bearer " + lab.Token();

        (await lab.Host.Validator.ValidateAsync(header.AsMemory(7), default(JwtValidationRequest))).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Each_token_leaves_one_audit_event_whether_it_waited_or_not()
    {
        var sink = new RecordingAuditSink();
        await using var lab = await KeyLab.StartAsync(services: services => services.AddHipaaJwt(_ => { }).AddAuditSink(sink, AuditDelivery.Required));

        await lab.VerdictAsync();
        await lab.VerdictAsync(lab.Token("key-2"));

        sink.Events.Select(one => one.ReasonCode).Should().Equal(JwtErrorCode.None, JwtErrorCode.KeyNotFound);
    }

    [Theory]
    [InlineData("https://idp.other.example")]
    [InlineData("https://idp.hospital.example/")]
    [InlineData("")]
    public async Task A_token_of_nobody_who_is_trusted_makes_no_request(string issuer)
    {
        await using var lab = await KeyLab.StartAsync();

        (await lab.VerdictAsync(lab.Issuer.Token(claims: claims => claims["iss"] = issuer))).Should().Be(JwtErrorCode.KeyNotFound);

        lab.Provider.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_token_without_key_id_waits_for_the_one_key_that_it_can_mean()
    {
        await using var lab = await KeyLab.StartAsync();

        (await lab.VerdictAsync(lab.Issuer.Token(header => header.Remove("kid")))).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task A_key_of_another_issuer_by_the_same_name_does_not_stand_in_the_way()
    {
        using var other = new TestIssuer();
        await using var lab = await KeyLab.StartAsync(services: services => services.AddHipaaJwt(options => options.Issuers.Add(
            other.Trust(issuer => (issuer.Issuer, issuer.TokenTypes[0]) = ("https://idp.clinic.example", "JWT")))));

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    [Fact]
    public async Task A_key_that_only_another_issuer_is_known_to_have_is_fetched_for_the_one_that_the_token_names()
    {
        using var shared = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet, services => services.Configure<HipaaJwtOptions>(options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = "https://idp.lab.example",
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(shared) { KeyId = "shared" } },
        })));
        lab.Provider.Publish(("shared", shared));

        (await lab.VerdictAsync(lab.Token("shared", shared))).Should().Be(JwtErrorCode.None);
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    /// <summary>The time of the lab, which tells when somebody on another thread has begun to wait for half a second.</summary>
    private sealed class WatchedTime : TimeProvider
    {
        private readonly TaskCompletionSource _halfSecond = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeProvider Inner { get; set; } = System;

        public Task HalfSecondBegan => _halfSecond.Task;

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
