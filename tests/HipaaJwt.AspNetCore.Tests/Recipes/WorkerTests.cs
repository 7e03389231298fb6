using System.Security.Cryptography;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Recipes;

/// <summary>The recipe for workers: an endpoint accepts an order, and a worker executes it later.</summary>
public sealed class WorkerTests : IAsyncLifetime
{
    private const string Session = "session-1";

    private static readonly TimeSpan PullInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromMinutes(5);

    private readonly Queue<string> _queue = new();
    private readonly List<string> _executed = [];
    private ClinicServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                builder.Services.AddSingleton<OrderMessages>().AddSingleton<OrderHandler>();
                builder.Services.AddSingleton<IOrderQueue>(new OrderQueue(_queue));
                builder.Services.AddHipaaJwt(options =>
                    {
                        options.Revocation.AcceptTokensOlderThanStore = true;
                        (options.Revocation.PullInterval, options.Revocation.MaxStaleness) = (PullInterval, MaxStaleness);
                    })
                    .AddPermissions(map => map.Role("physician").Grants("order:submit"))
                    .AddMemoryStores();
            },
            app => app.MapOrders());
        var token = _server.Issuer.Token(claims: claims => claims["sid"] = Session);
        (await _server.SendAsync("POST /orders/aspirin", "Authorization: Bearer " + token)).Status.Should().Be(202);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_order_is_executed_after_its_token_has_expired()
    {
        var acceptedAt = _server.Issuer.Time.GetUtcNow();
        await AdvanceAsync(TimeSpan.FromHours(3));

        (await HandleAsync()).IsNone.Should().BeTrue();

        _executed.Should().Equal("aspirin");
        var (accepted, executed) = (_server.Events[0], _server.Events[^1]);
        (executed.Type, executed.Subject, executed.SessionId, executed.TokenId, executed.RequestId)
            .Should().Be((AuditEventType.AccessGranted, "user-42", Session, "token-1", accepted.RequestId));
        executed.Policy.Should().Be("accepted at " + acceptedAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("session", JwtErrorCode.SessionEnded)]
    [InlineData("subject", JwtErrorCode.TokenRevoked)]
    public async Task An_order_of_a_revoked_user_is_not_executed(string kind, JwtErrorCode code)
    {
        await AdvanceAsync(TimeSpan.FromHours(3));
        await _server.Services.GetRequiredService<IRevocation>().RevokeAsync(
            kind == "session" ? Revocation.Session(TestIssuer.Name, Session) : Revocation.Subject(TestIssuer.Name, "user-42"));
        await AdvanceAsync(TimeSpan.FromHours(20));

        (await HandleAsync()).Code.Should().Be(code);

        _executed.Should().BeEmpty();
        (_server.Events[^1].Type, _server.Events[^1].ReasonCode).Should().Be((AuditEventType.AccessDenied, code));
    }

    [Theory]
    [InlineData(0, JwtErrorCode.None)]
    [InlineData(1, JwtErrorCode.RequirementNotMet)]
    public async Task An_order_that_is_too_old_is_not_executed(int ticksAfterMaxAge, JwtErrorCode code)
    {
        await AdvanceAsync(OrderHandler.MaxAge + TimeSpan.FromTicks(ticksAfterMaxAge));

        (await HandleAsync()).Code.Should().Be(code);
    }

    [Fact]
    public async Task An_order_that_someone_else_wrote_is_not_read()
    {
        var message = _queue.Dequeue();
        _queue.Enqueue(message[..^2] + (message[^2] == 'A' ? 'B' : 'A') + message[^1]);

        await FluentActions.Awaiting(HandleAsync).Should().ThrowAsync<CryptographicException>();
    }

    /// <summary>
    /// Moves the clock. A jump times out a read of revocations that is under way, and no other one follows while the clock stands still.
    /// So the clock goes in steps before the end until a read has succeeded, which is then recent enough.
    /// </summary>
    private async Task AdvanceAsync(TimeSpan duration)
    {
        var time = _server.Issuer.Time;
        var end = time.GetUtcNow() + duration;
        time.Advance(duration - (MaxStaleness - TimeSpan.FromMinutes(1)));
        while (Revocations.Check(TestIssuer.Name, Session, "user-42", time.GetUtcNow()).IsUnavailable)
        {
            time.GetUtcNow().Should().BeBefore(end - PullInterval, "a read of revocations succeeds");
            time.Advance(PullInterval);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        time.Advance(end - time.GetUtcNow());
    }

    private ISessionRevocation Revocations => _server.Services.GetRequiredService<ISessionRevocation>();

    private Task<JwtError> HandleAsync() =>
        _server.Services.GetRequiredService<OrderHandler>().HandleAsync(_queue.Peek(), Execute, CancellationToken.None);

    private Task Execute(AcceptedOrder order)
    {
        _executed.Add(order.Order);
        return Task.CompletedTask;
    }

    private sealed class OrderQueue(Queue<string> messages) : IOrderQueue
    {
        public Task SendAsync(string message, CancellationToken cancellationToken)
        {
            messages.Enqueue(message);
            return Task.CompletedTask;
        }
    }
}
