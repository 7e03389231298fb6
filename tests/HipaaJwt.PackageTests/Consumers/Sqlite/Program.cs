using System.Security.Cryptography;
using HipaaJwt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

const string Issuer = "https://idp.hospital.example";
const string Audience = "https://fhir.hospital.example/r4";
using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var key = new ECDsaSecurityKey(ecdsa) { KeyId = "key-1" };
var services = new ServiceCollection();
services.AddHipaaJwt(options =>
{
    options.Revocation.AcceptTokensOlderThanStore = true;
    options.Issuers.Add(new TrustedIssuer
    {
        Issuer = Issuer,
        Audiences = { Audience },
        Algorithms = { JwsAlgorithm.ES256 },
        SigningKeys = { key },
    });
}).AddSqliteStores(args[0]).AddKeyFile(args[0] + ".key").AddTokenIssuer(options =>
{
    options.Issuer = "https://id.clinic.example";
    options.Audiences.Add("https://api.clinic.example");
}).AddFileAuditLog(log =>
{
    log.Directory = args[0] + ".audit";
    log.AllowVolatileFileSystem = true;
});
await using var provider = services.BuildServiceProvider();
var hosted = provider.GetServices<IHostedService>().ToArray();
foreach (var service in hosted.OfType<IHostedLifecycleService>())
{
    await service.StartingAsync(CancellationToken.None);
}

foreach (var service in hosted)
{
    await service.StartAsync(CancellationToken.None);
}

var token = CreateToken("session-1");
await ShowAsync("before", token);
await provider.GetRequiredService<IRevocation>().RevokeAsync(Revocation.Session(Issuer, "session-1"));
await ShowAsync("after", token);
await ShowAsync("other session", CreateToken("session-2"));

var page = await provider.GetRequiredService<IRevocationStore>().ReadAsync(default, 10, CancellationToken.None);
Console.WriteLine($"log: {page.Revocations.Count}, {page.Revocations[0].Kind}, sequence {page.Head?.Sequence}");
var entry = new ReplayEntry { Key = new string('A', 43), Owner = new string('B', 43), ExpiresAt = page.Now.AddHours(-1) };
var replay = provider.GetRequiredService<IReplayStore>();
Console.WriteLine($"replay: {await replay.TryAddAsync(entry, default)}, {await replay.TryAddAsync(entry, default)}");
var issuer = provider.GetRequiredService<ITokenIssuer>();
var session = (await issuer.IssueAsync(new TokenRequest { Subject = "dr.rivera", ClientId = "clinic-app", Roles = ["physician"] })).Tokens!;
await ShowAsync("signed in", session.AccessToken);
var refresh = new RefreshRequest { RefreshToken = session.RefreshToken!, ClientId = "clinic-app" };
var (first, again) = (await issuer.RefreshAsync(refresh), await issuer.RefreshAsync(refresh));
Console.WriteLine($"refreshed: {first.Tokens!.RefreshToken == again.Tokens!.RefreshToken}, retry: {again.Tokens.IsRetry}");
var sessions = provider.GetRequiredService<ISessionAdministrator>();
Console.WriteLine($"ended: {await sessions.EndAllAsync("dr.rivera", new SessionEndRequest())}");
await ShowAsync("after the end", first.Tokens.AccessToken);
foreach (var store in provider.GetServices<IExpiringStore>())
{
    Console.WriteLine($"pruned: {await store.PruneAsync(10, CancellationToken.None)}");
}

foreach (var service in hosted)
{
    await service.StopAsync(CancellationToken.None);
}

foreach (var service in hosted.OfType<IHostedLifecycleService>())
{
    await service.StoppedAsync(CancellationToken.None);
}

await provider.DisposeAsync();
AuditLogSigningKey.TryParsePem(File.ReadAllText(args[0] + ".audit/signing.key"), out var auditKey);
var verifier = new AuditLogVerifier(new AuditLogVerificationOptions { Keys = { auditKey!.VerifierKey } });
Console.WriteLine($"audit log: {(await verifier.VerifyAsync(args[0] + ".audit")).IsValid}");

async Task ShowAsync(string name, string text)
{
    var result = await provider.GetRequiredService<IJwtValidator>().ValidateAsync(text);
    Console.WriteLine($"{name}: {(result.IsValid ? result.Token.Subject : result.Error)}");
}

string CreateToken(string session) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
{
    Issuer = Issuer,
    Audience = Audience,
    TokenType = "at+jwt",
    IssuedAt = DateTime.UtcNow,
    NotBefore = DateTime.UtcNow,
    Expires = DateTime.UtcNow.AddMinutes(10),
    Claims = new Dictionary<string, object> { ["sub"] = "user-42", ["jti"] = "token of " + session, ["sid"] = session },
    SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
});
