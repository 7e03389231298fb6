namespace HipaaJwt.AspNetCore.Tests.Recipes;

#region handler
using System.Globalization;

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
