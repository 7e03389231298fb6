namespace HipaaJwt.AspNetCore.Tests.Recipes;

#region messages
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

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
#endregion
