using System.Security.Cryptography;
using HipaaJwt;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var point = ecdsa.ExportParameters(false).Q;
var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["HipaaJwt:Issuers:0:Issuer"] = "https://idp.hospital.example",
    ["HipaaJwt:Issuers:0:Audiences:0"] = "https://fhir.hospital.example/r4",
    ["HipaaJwt:Issuers:0:Algorithms:0"] = "ES256",
    ["HipaaJwt:Issuers:0:SigningKeys:0:kty"] = "EC",
    ["HipaaJwt:Issuers:0:SigningKeys:0:crv"] = "P-256",
    ["HipaaJwt:Issuers:0:SigningKeys:0:kid"] = "key-1",
    ["HipaaJwt:Issuers:0:SigningKeys:0:x"] = Base64UrlEncoder.Encode(point.X),
    ["HipaaJwt:Issuers:0:SigningKeys:0:y"] = Base64UrlEncoder.Encode(point.Y),
    ["HipaaJwt:Permissions:Roles:physician:0"] = "chart:read",
    ["HipaaJwt:Permissions:Roles:physician:1"] = "chart:write",
}).Build();

var services = new ServiceCollection();
services.AddHipaaJwt(configuration.GetSection("HipaaJwt")).AddAuditSink<ConsoleSink>(AuditDelivery.Required);
await using var provider = services.BuildServiceProvider();
var validator = provider.GetRequiredService<IJwtValidator>();

var valid = Token("https://fhir.hospital.example/r4", DateTime.UtcNow);
await Show("valid", valid);
await Show("valid again", valid);
await Show("forged", valid[..^8] + (valid[^8] == 'A' ? "B" : "A") + valid[^7..]);
await Show("expired", Token("https://fhir.hospital.example/r4", DateTime.UtcNow.AddHours(-2)));
await Show("other audience", Token("https://billing.hospital.example", DateTime.UtcNow));
await Show("no token", "");

async Task Show(string name, string token)
{
    var result = await validator.ValidateAsync(token);
    Console.WriteLine($"{name}: {(result.IsValid ? $"{result.Token.Subject}, {result.Token.Permissions}" : result.Error)}");
}

string Token(string audience, DateTime issuedAt) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Issuer = "https://idp.hospital.example",
    Audience = audience,
    TokenType = "at+jwt",
    IssuedAt = issuedAt,
    NotBefore = issuedAt,
    Expires = issuedAt.AddMinutes(10),
    Claims = new Dictionary<string, object> { ["sub"] = "user-42", ["jti"] = "token-1", ["roles"] = new[] { "physician" } },
    SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(ecdsa) { KeyId = "key-1" }, SecurityAlgorithms.EcdsaSha256),
});

internal sealed class ConsoleSink : IAuditSink
{
    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        Console.WriteLine($"audit: {auditEvent.Type} {auditEvent.Subject ?? "(none)"} {(int)auditEvent.ReasonCode}");
        return ValueTask.CompletedTask;
    }
}
