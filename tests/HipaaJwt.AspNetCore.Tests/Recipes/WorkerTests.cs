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
                builder.Services.AddHipaaJwt(options => options.Revocation.AcceptTokensOlderThanStore = true)
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
        _server.Issuer.Time.Advance(TimeSpan.FromHours(3));

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
        _server.Issuer.Time.Advance(TimeSpan.FromHours(3));
        await _server.Services.GetRequiredService<IRevocation>().RevokeAsync(
            kind == "session" ? Revocation.Session(TestIssuer.Name, Session) : Revocation.Subject(TestIssuer.Name, "user-42"));
        _server.Issuer.Time.Advance(TimeSpan.FromHours(20));

        (await HandleAsync()).Code.Should().Be(code);

        _executed.Should().BeEmpty();
        (_server.Events[^1].Type, _server.Events[^1].ReasonCode).Should().Be((AuditEventType.AccessDenied, code));
    }

    [Theory]
    [InlineData(0, JwtErrorCode.None)]
    [InlineData(1, JwtErrorCode.RequirementNotMet)]
    public async Task An_order_that_is_too_old_is_not_executed(int ticksAfterMaxAge, JwtErrorCode code)
    {
        _server.Issuer.Time.Advance(OrderHandler.MaxAge + TimeSpan.FromTicks(ticksAfterMaxAge));

        (await HandleAsync()).Code.Should().Be(code);
    }

    [Fact]
    public async Task An_order_that_someone_else_wrote_is_not_read()
    {
        var message = _queue.Dequeue();
        _queue.Enqueue(message[..^2] + (message[^2] == 'A' ? 'B' : 'A') + message[^1]);

        await FluentActions.Awaiting(HandleAsync).Should().ThrowAsync<CryptographicException>();
    }

    /// <summary>Delivers the order again as long as the handler throws because revocations have not been read yet.</summary>
    private async Task<JwtError> HandleAsync()
    {
        var handler = _server.Services.GetRequiredService<OrderHandler>();
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await handler.HandleAsync(_queue.Peek(), Execute, CancellationToken.None);
            }
            catch (InvalidOperationException) when (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30))
            {
                await Task.Yield();
            }
        }
    }

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
