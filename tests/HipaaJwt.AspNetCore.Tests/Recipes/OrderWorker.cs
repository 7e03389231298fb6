namespace HipaaJwt.AspNetCore.Tests.Recipes;

#pragma warning disable IDE0065 // The region is what an application writes into a file, so it contains the usings too.

#region worker
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

public sealed record AcceptedOrder(
    string Issuer,
    string Subject,
    string? SessionId,
    string? TokenId,
    string? ClientId,
    DateTimeOffset IssuedAt,
    DateTimeOffset AcceptedAt,
    string RequestId,
    string Order);

public sealed class OrderMessages(IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Clinic.Orders.v1");

    public string Write(ValidatedJwt jwt, string requestId, string order) => _protector.Protect(JsonSerializer.Serialize(new AcceptedOrder(
        jwt.Issuer, jwt.Subject, jwt.SessionId, jwt.Id, jwt.ClientId, jwt.IssuedAt, time.GetUtcNow(), requestId, order)));

    public AcceptedOrder Read(string message) => JsonSerializer.Deserialize<AcceptedOrder>(_protector.Unprotect(message))
        ?? throw new JsonException("The message is empty.");
}

public interface IOrderQueue
{
    Task SendAsync(string message, CancellationToken cancellationToken);
}

public static class OrderEndpoints
{
    public static void MapOrders(this WebApplication app) => app.MapPost(
        "/orders/{drug}",
        async (string drug, ValidatedJwt jwt, HttpContext http, OrderMessages messages, IOrderQueue queue) =>
        {
            await queue.SendAsync(messages.Write(jwt, http.TraceIdentifier, drug), http.RequestAborted);
            return Results.Accepted();
        }).RequirePermission("order:submit");
}

public sealed class OrderHandler(OrderMessages messages, ISessionRevocation revocation, IAuditTrail trail, TimeProvider time)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    public async Task<JwtError> HandleAsync(string message, Func<AcceptedOrder, Task> execute, CancellationToken cancellationToken)
    {
        var order = messages.Read(message);
        var error = Check(order);
        if (error.IsUnavailable || !await trail.RecordAsync(EventOf(order, error), cancellationToken))
        {
            throw new InvalidOperationException("The decision could not be made or recorded. Leave the message in the queue.");
        }

        if (error.IsNone)
        {
            await execute(order);
        }

        return error;
    }

    private JwtError Check(AcceptedOrder order)
    {
        var age = time.GetUtcNow() - order.AcceptedAt;
        return age > MaxAge || age < -TimeSpan.FromMinutes(1)
            ? new JwtError(JwtErrorCode.RequirementNotMet)
            : revocation.Check(order.Issuer, order.SessionId ?? string.Empty, order.Subject, order.IssuedAt);
    }

    private AuditEvent EventOf(AcceptedOrder order, JwtError error) => new(trail.CreateStamp(), null)
    {
        Type = error.IsNone ? AuditEventType.AccessGranted : AuditEventType.AccessDenied,
        ReasonCode = error.Code,
        ReasonMember = error.Member,
        Issuer = order.Issuer,
        Subject = order.Subject,
        SessionId = order.SessionId,
        TokenId = order.TokenId,
        ClientId = order.ClientId,
        Permissions = ["order:submit"],
        Policy = "accepted at " + order.AcceptedAt.ToString("O", CultureInfo.InvariantCulture),
        Action = AuditAction.Create,
        Resource = "queue orders",
        RequestId = order.RequestId,
    };
}
#endregion
