using System.Security.Cryptography;
using HipaaJwt;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var key = new ECDsaSecurityKey(ecdsa) { KeyId = "key-1" };

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHipaaJwt(options => options.Issuers.Add(new TrustedIssuer
{
    Issuer = "https://idp.hospital.example",
    Audiences = { "https://fhir.hospital.example/r4" },
    Algorithms = { JwsAlgorithm.ES256 },
    SigningKeys = { key },
}))
.AddPermissions(map => map.Role("physician").Grants("chart:read"))
.AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
builder.Services.AddAuthentication().AddHipaaJwtBearer();
builder.Services.AddAuthorization();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/charts/{id}", (string id) => $"chart {id}").RequirePermission("chart:read");
app.Lifetime.ApplicationStarted.Register(() =>
{
    Console.WriteLine($"physician={Token("physician")}");
    Console.WriteLine($"clerk={Token("clerk")}");
    Console.WriteLine($"address={app.Urls.First()}");
});
app.Run();

string Token(string role) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Issuer = "https://idp.hospital.example",
    Audience = "https://fhir.hospital.example/r4",
    TokenType = "at+jwt",
    Expires = DateTime.UtcNow.AddMinutes(10),
    Claims = new Dictionary<string, object> { ["sub"] = "user-42", ["jti"] = $"token-{role}", ["roles"] = new[] { role } },
    SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
});
