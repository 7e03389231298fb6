using System.Text.Json.Nodes;
using HipaaJwt.Tests.Conformance;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.PhiClaims;

/// <summary>Tokens that contain claims which require encryption.</summary>
public sealed class PhiClaimUseTests : IDisposable
{
    private const string Entries = "birthdate ssn";

    private static readonly JwtError NotAllowed = new(JwtErrorCode.PhiClaimNotAllowed, Entries);

    private readonly TestIssuer _issuer = new();
    private readonly EncryptionKeys _keys = new();
    private readonly RecordingAuditSink _sink = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _keys.Dispose();
    }

    [Fact]
    public async Task The_validator_ignores_PHI_claims_by_default()
    {
        await using var host = Host(action: null);

        (await host.ValidateAsync(Token())).Error.Should().Be(JwtError.None);
        Types().Should().Equal(AuditEventType.TokenAccepted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_signed_token_with_PHI_claims_is_always_rejected_and_an_encrypted_one_is_accepted(int capacity)
    {
        await using var host = Host(PhiClaimAction.Refuse, options => options.TokenCache.Capacity = capacity);
        var encrypted = Encrypt(Token());

        for (var use = 0; use < 3; use++)
        {
            (await host.ValidateAsync(Token())).Error.Should().Be(NotAllowed);
            (await host.ValidateAsync(encrypted)).Error.Should().Be(JwtError.None);
        }
    }

    [Fact]
    public async Task A_signed_token_without_PHI_claims_is_accepted()
    {
        await using var host = Host(PhiClaimAction.Refuse);

        (await host.ValidateAsync(_issuer.Token())).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Other_errors_take_precedence()
    {
        await using var host = Host(PhiClaimAction.Refuse);
        var expired = _issuer.Token(claims: claims =>
        {
            claims["ssn"] = "078-05-1120";
            claims["exp"] = TestIssuer.Now.AddMinutes(-5).ToUnixTimeSeconds();
            claims["iat"] = TestIssuer.Now.AddMinutes(-10).ToUnixTimeSeconds();
        });

        (await host.ValidateAsync(expired)).Error.Code.Should().Be(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task A_warning_is_recorded_once_and_each_decision_separately()
    {
        await using var host = Host(PhiClaimAction.Warn);
        var token = Token();

        for (var use = 0; use < 3; use++)
        {
            (await host.ValidateAsync(token)).Error.Should().Be(JwtError.None);
        }

        Types().Should().Equal(
            AuditEventType.PhiClaimWarning,
            AuditEventType.TokenAccepted,
            AuditEventType.TokenAccepted,
            AuditEventType.TokenAccepted);
        var warning = _sink.Events.First();
        (warning.Outcome, warning.ReasonCode, warning.ReasonMember, warning.TokenId)
            .Should().Be((AuditOutcome.Success, JwtErrorCode.PhiClaimNotAllowed, Entries, "token-1"));
        $"{warning}".Should().NotContain("1970").And.NotContain("078");
    }

    [Fact]
    public async Task A_warning_is_recorded_even_if_an_access_decision_follows()
    {
        await using var host = Host(PhiClaimAction.Warn);
        var request = new JwtValidationRequest { AccessDecisionFollows = true };

        await host.Validator.ValidateAsync(Token(), request, TestContext.Current.CancellationToken);

        Types().Should().Equal(AuditEventType.PhiClaimWarning);
    }

    [Fact]
    public async Task Encrypted_tokens_and_tokens_without_PHI_claims_cause_no_warning()
    {
        await using var host = Host(PhiClaimAction.Warn);

        await host.ValidateAsync(Encrypt(Token()));
        await host.ValidateAsync(_issuer.Token());

        Types().Should().Equal(AuditEventType.TokenAccepted, AuditEventType.TokenAccepted);
    }

    [Fact]
    public async Task A_warning_that_cannot_be_recorded_rejects_the_token_and_is_recorded_at_the_next_use()
    {
        var isDown = true;
        var sink = new RecordingAuditSink((auditEvent, _) => isDown ? throw new IOException("down") : Task.CompletedTask);
        await using var host = Host(PhiClaimAction.Warn, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        var token = Token();

        var rejected = await host.ValidateAsync(token);
        isDown = false;
        var accepted = await host.ValidateAsync(token);
        await host.ValidateAsync(token);

        rejected.Error.Should().Be(new JwtError(JwtErrorCode.AuditUnavailable));
        accepted.Error.Should().Be(JwtError.None);
        sink.Events.Select(recorded => recorded.Type)
            .Should().Equal(AuditEventType.PhiClaimWarning, AuditEventType.TokenAccepted, AuditEventType.TokenAccepted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_use_waits_for_the_outcome_of_the_first_warning(bool isRecorded)
    {
        var (warned, outcome) = (new TaskCompletionSource(), new TaskCompletionSource());
        var sink = new RecordingAuditSink((auditEvent, _) =>
        {
            warned.TrySetResult();
            return auditEvent.Type == AuditEventType.PhiClaimWarning ? outcome.Task : Task.CompletedTask;
        });
        await using var host = Host(PhiClaimAction.Warn, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        var token = Token();

        var first = host.ValidateAsync(token).AsTask();
        await warned.Task;
        var others = Enumerable.Range(0, 5).Select(_ => host.ValidateAsync(token).AsTask()).ToArray();
        others.Should().OnlyContain(use => !use.IsCompleted);
        if (isRecorded)
        {
            outcome.SetResult();
        }
        else
        {
            outcome.SetException(new IOException("down"));
        }

        var expected = isRecorded ? JwtErrorCode.None : JwtErrorCode.AuditUnavailable;
        (await Task.WhenAll([first, .. others])).Should().OnlyContain(result => result.Error.Code == expected);
        sink.Events.Count(recorded => recorded.Type == AuditEventType.PhiClaimWarning).Should().Be(isRecorded ? 1 : 0);
    }

    [Fact]
    public async Task A_use_that_its_caller_cancels_leaves_the_warning_to_the_next_use()
    {
        using var caller = new CancellationTokenSource();
        using var warned = new SemaphoreSlim(0);
        var outcome = new TaskCompletionSource();
        var warnings = 0;
        var sink = new RecordingAuditSink((auditEvent, token) =>
        {
            if (auditEvent.Type != AuditEventType.PhiClaimWarning)
            {
                return Task.CompletedTask;
            }

            // The sink hears of a cancellation after the caller has. Only the second warning may end with the outcome.
            var isFirst = Interlocked.Increment(ref warnings) == 1;
            warned.Release();
            return isFirst ? Task.Delay(Timeout.Infinite, token) : outcome.Task;
        });
        await using var host = Host(PhiClaimAction.Warn, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        var token = Token();
        var first = host.Validator.ValidateAsync(token, caller.Token).AsTask();
        await warned.WaitAsync();
        var second = host.ValidateAsync(token).AsTask();

        await caller.CancelAsync();
        await first.Awaiting(use => use).Should().ThrowAsync<OperationCanceledException>();
        await warned.WaitAsync();
        second.IsCompleted.Should().BeFalse("it writes the warning now");
        outcome.SetResult();

        (await second).IsValid.Should().BeTrue();
        sink.Events.Select(recorded => recorded.Type).Should().Equal(AuditEventType.PhiClaimWarning, AuditEventType.TokenAccepted);
    }

    [Fact]
    public async Task A_use_that_waits_for_the_warning_of_another_can_be_cancelled()
    {
        using var caller = new CancellationTokenSource();
        var (warned, outcome) = (new TaskCompletionSource(), new TaskCompletionSource());
        var sink = new RecordingAuditSink((_, _) =>
        {
            warned.TrySetResult();
            return outcome.Task;
        });
        await using var host = Host(PhiClaimAction.Warn, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        var token = Token();
        var first = host.ValidateAsync(token).AsTask();
        await warned.Task;

        var second = host.Validator.ValidateAsync(token, caller.Token).AsTask();
        await caller.CancelAsync();

        await second.Awaiting(use => use).Should().ThrowAsync<OperationCanceledException>();
        outcome.SetResult();
        (await first).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Concurrent_uses_of_a_cached_token_record_no_second_warning()
    {
        await using var host = Host(PhiClaimAction.Warn);
        var token = Token();
        await host.ValidateAsync(_issuer.Token());

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => host.ValidateAsync(token).AsTask())));
        var warnings = Types().Count(type => type == AuditEventType.PhiClaimWarning);
        await host.ValidateAsync(token);

        // Each use before the token is cached records its own warning.
        warnings.Should().BeInRange(1, 64);
        Types().Count(type => type == AuditEventType.PhiClaimWarning).Should().Be(warnings);
        Types().Count(type => type == AuditEventType.TokenAccepted).Should().Be(66);
    }

    private string Token() => _issuer.Token(claims: claims =>
    {
        claims["birthdate"] = "1970-01-01";
        claims["details"] = new JsonObject { ["ssn"] = "078051120" };
    });

    private string Encrypt(string token) =>
        RawJwe.Rsa("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"rsa-enc"}""", _keys.Rsa, "A256GCM", token);

    private IEnumerable<AuditEventType> Types() => _sink.Events.Select(recorded => recorded.Type);

    private TestHost Host(PhiClaimAction? action, Action<HipaaJwtOptions>? options = null, Action<HipaaJwtBuilder>? build = null) => new(
        _issuer,
        options: all =>
        {
            _keys.Trust(all);
            all.PhiClaims.Action = action ?? all.PhiClaims.Action;
            options?.Invoke(all);
        },
        build: build ?? (builder => builder.AddAuditSink(_sink, AuditDelivery.Required)));
}
