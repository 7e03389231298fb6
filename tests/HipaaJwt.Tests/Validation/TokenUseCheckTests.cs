using System.Collections.ObjectModel;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Validation;

/// <summary>Token use checks that the application adds.</summary>
public sealed class TokenUseCheckTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly Accounts _accounts = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Runs_at_each_use_of_a_cached_token()
    {
        await using var host = Host();
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        _accounts.Disabled.Add("user-42");

        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.ClaimRefused, "sub"));
        _accounts.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Each_use_has_its_own_scope_that_is_disposed_afterwards()
    {
        await using var host = Host();

        await host.ValidateAsync(_issuer.Token());
        await host.ValidateAsync(_issuer.Token());

        _accounts.Connections.Should().HaveCount(2).And.OnlyHaveUniqueItems();
        _accounts.Connections.Should().OnlyContain(connection => connection.IsClosed);
    }

    [Fact]
    public async Task Receives_the_token_the_time_and_the_request()
    {
        await using var host = Host();

        await host.Validator.ValidateAsync(new JwtValidationRequest(_issuer.Token())
        {
            HttpMethod = "GET",
            Resource = "chart",
            RemoteAddress = System.Net.IPAddress.Loopback,
        });

        var use = _accounts.Last;
        (use.Token.Subject, use.Now, use.HttpMethod, use.Resource, use.RemoteAddress)
            .Should().Be(("user-42", TestIssuer.Now, "GET", "chart", System.Net.IPAddress.Loopback));
    }

    [Fact]
    public async Task A_check_that_throws_rejects_the_token_as_unavailable()
    {
        await using var host = Host();
        _accounts.Result = _ => throw new InvalidOperationException("user-42 is not in the database");

        (await host.ValidateAsync(_issuer.Token())).Error.Should().Be(new JwtError(JwtErrorCode.CheckUnavailable));
    }

    [Fact]
    public async Task A_check_that_cannot_be_created_rejects_the_token_as_unavailable()
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddTokenUseCheck<ActiveAccountCheck>());

        (await host.ValidateAsync(_issuer.Token())).Error.Should().Be(new JwtError(JwtErrorCode.CheckUnavailable));
    }

    [Fact]
    public async Task A_check_is_cancelled_after_its_timeout()
    {
        await using var host = Host(options => options.TokenUseCheckTimeout = TimeSpan.FromSeconds(3));
        var cancelled = new TaskCompletionSource();
        using var started = new SemaphoreSlim(0);
        _accounts.Result = token =>
        {
            token.Register(cancelled.SetResult);
            started.Release();
            return new ValueTask<JwtError>(new TaskCompletionSource<JwtError>().Task);
        };

        var validation = host.ValidateAsync(_issuer.Token()).AsTask();
        await started.WaitAsync();
        _issuer.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        validation.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));

        (await validation).Error.Code.Should().Be(JwtErrorCode.CheckUnavailable);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_check_that_blocks_its_thread_rejects_the_token_after_its_timeout()
    {
        await using var host = Host(options => options.TokenUseCheckTimeout = TimeSpan.FromSeconds(3));
        using var started = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        _accounts.Result = _ =>
        {
            started.Release();
            release.Wait(CancellationToken.None);
            return new ValueTask<JwtError>(JwtError.None);
        };

        var validation = Task.Run(() => host.ValidateAsync(_issuer.Token()).AsTask());
        await started.WaitAsync();
        _issuer.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        validation.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));
        var completed = await Task.WhenAny(validation, Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        var isClosedWhileInUse = _accounts.Connections.Single().IsClosed;
        release.Set();

        completed.Should().BeSameAs(validation);
        (await validation).Error.Code.Should().Be(JwtErrorCode.CheckUnavailable);
        isClosedWhileInUse.Should().BeFalse("the check still uses the connection");
        while (!_accounts.Connections.Single().IsClosed)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_check_whose_creation_blocks_rejects_the_token_after_its_timeout()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        await using var host = new TestHost(_issuer, build: builder =>
        {
            builder.Services.AddSingleton(_accounts).AddScoped(_ =>
            {
                started.Release();
                release.Wait(CancellationToken.None);
                return new Connection();
            });
            builder.AddTokenUseCheck<ActiveAccountCheck>();
        });

        var validation = Task.Run(() => host.ValidateAsync(_issuer.Token()).AsTask());
        await started.WaitAsync();
        _issuer.Time.Advance(TimeSpan.FromSeconds(1));
        var completed = await Task.WhenAny(validation, Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        release.Set();

        completed.Should().BeSameAs(validation);
        (await validation).Error.Code.Should().Be(JwtErrorCode.CheckUnavailable);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_ends_the_wait()
    {
        await using var host = Host();
        using var caller = new CancellationTokenSource();
        _accounts.Result = _ => new ValueTask<JwtError>(new TaskCompletionSource<JwtError>().Task);

        var validation = host.Validator.ValidateAsync(_issuer.Token(), caller.Token).AsTask();
        await caller.CancelAsync();

        await validation.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_rejected_use_does_not_consume_a_one_time_token()
    {
        await using var host = new TestHost(_issuer, trust => trust.RequireSingleUse = true, build: AddCheck);
        var token = _issuer.Token();
        _accounts.Disabled.Add("user-42");
        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.ClaimRefused);

        _accounts.Disabled.Clear();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public async Task A_stolen_token_without_its_key_causes_no_query()
    {
        await using var host = Host();
        var token = _issuer.Token(
            claims: claims => claims["cnf"] = new System.Text.Json.Nodes.JsonObject { ["jkt"] = RawToken.Base64(new byte[32]) });

        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.ProofMissing);

        _accounts.Calls.Should().Be(0);
    }

    [Fact]
    public async Task Rejected_tokens_are_not_checked_and_the_verdict_is_recorded_once()
    {
        var sink = new RecordingAuditSink();
        await using var host = Host(build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        _accounts.Disabled.Add("user-42");

        await host.ValidateAsync("x");
        await host.ValidateAsync(_issuer.Token());

        _accounts.Calls.Should().Be(1);
        sink.Events.Select(recorded => (recorded.ReasonCode, recorded.Subject)).Should().Equal(
            (JwtErrorCode.TokenNotCompact, null), (JwtErrorCode.ClaimRefused, "user-42"));
    }

    [Fact]
    public async Task A_check_that_is_added_twice_runs_once()
    {
        await using var host = Host(build: builder => builder.AddTokenUseCheck<ActiveAccountCheck>());

        await host.ValidateAsync(_issuer.Token());

        _accounts.Calls.Should().Be(1);
    }

    private TestHost Host(Action<HipaaJwtOptions>? options = null, Action<HipaaJwtBuilder>? build = null) =>
        new(_issuer, options: options, build: builder =>
    {
        AddCheck(builder);
        build?.Invoke(builder);
    });

    private void AddCheck(HipaaJwtBuilder builder)
    {
        builder.Services.AddSingleton(_accounts).AddScoped<Connection>();
        builder.AddTokenUseCheck<ActiveAccountCheck>();
    }

    public sealed class Accounts
    {
        public HashSet<string> Disabled { get; } = [];

        public Collection<Connection> Connections { get; } = [];

        public int Calls { get; set; }

        public TokenUse Last { get; set; }

        public Func<CancellationToken, ValueTask<JwtError>>? Result { get; set; }
    }

    /// <summary>A scoped service, like a database connection.</summary>
    public sealed class Connection : IAsyncDisposable
    {
        public bool IsClosed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsClosed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class ActiveAccountCheck(Accounts accounts, Connection connection) : ITokenUseCheck
    {
        public ValueTask<JwtError> CheckAsync(TokenUse use, CancellationToken cancellationToken)
        {
            accounts.Connections.Add(connection);
            (accounts.Calls, accounts.Last) = (accounts.Calls + 1, use);
            return accounts.Result?.Invoke(cancellationToken)
                ?? new ValueTask<JwtError>(
                    accounts.Disabled.Contains(use.Token.Subject) ? new JwtError(JwtErrorCode.ClaimRefused, "sub") : JwtError.None);
        }
    }
}
