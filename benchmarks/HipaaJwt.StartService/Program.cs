using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using HipaaJwt.StartService;
using Microsoft.IdentityModel.Tokens;

// The arguments are the coordinates of the issuer's key on P-256 in base64url, its key ID, the issuer and the audience.
var (x, y, keyId, issuer, audience) = (args[0], args[1], args[2], args[3], args[4]);
using var key = ECDsa.Create(new ECParameters
{
    Curve = ECCurve.NamedCurves.nistP256,
    Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
});
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
Scheme.AddTo(builder.Services, new ECDsaSecurityKey(key) { KeyId = keyId }, issuer, audience);
builder.Services.AddAuthorization();
await using var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
Scheme.Protect(app.MapGet("/chart", static (HttpContext _) => Task.CompletedTask));
await app.StartAsync();
Console.WriteLine(app.Urls.First());
await Console.In.ReadToEndAsync();
