using System.Security.Cryptography;
using HipaaJwt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using StackExchange.Redis;

const string Issuer = "https://idp.hospital.example";
const string Audience = "https://fhir.hospital.example/r4";
using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var key = new ECDsaSecurityKey(ecdsa) { KeyId = "key-1" };
var (kind, place) = (args[0], args[1]);
await using var dataSource = kind == "postgresql" ? new NpgsqlSlimDataSourceBuilder(place).Build() : null;
await using var redis = kind == "redis" ? await ConnectionMultiplexer.ConnectAsync(place) : null;
var services = new ServiceCollection();
var builder = services.AddHipaaJwt(options =>
{
    options.Revocation.AcceptTokensOlderThanStore = true;
    options.Issuers.Add(new TrustedIssuer
    {
        Issuer = Issuer,
        Audiences = { Audience },
        Algorithms = { JwsAlgorithm.ES256 },
        SigningKeys = { key },
    });
});
if (dataSource is not null)
{
    builder.AddPostgreSqlStores(dataSource, options => options.ApplySchema = true);
}
else if (redis is not null)
{
    builder.AddRedisStores(redis, options => options.SingleNode = true);
}
else
{
    builder.AddSqliteStores(place).AddKeyFile(place + ".key").AddTokenIssuer(options =>
    {
        options.Issuer = "https://id.clinic.example";
        options.Audiences.Add("https://api.clinic.example");
    }).AddFileAuditLog(log =>
    {
        log.Directory = place + ".audit";
        log.AllowVolatileFileSystem = true;
    });
}

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

// The databases keep an entry that has expired until they are pruned. Redis removes it at once.
var expiresAt = redis is null ? page.Now.AddHours(-1) : page.Now.AddMinutes(1);
var entry = new ReplayEntry { Key = new string('A', 43), Owner = new string('B', 43), ExpiresAt = expiresAt };
var replay = provider.GetRequiredService<IReplayStore>();
Console.WriteLine($"replay: {await replay.TryAddAsync(entry, default)}, {await replay.TryAddAsync(entry, default)}");
if (provider.GetService<ITokenIssuer>() is { } issuer)
{
    await SignInAndOutAsync(issuer);
}

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
if (kind == "sqlite")
{
    AuditLogSigningKey.TryParsePem(File.ReadAllText(place + ".audit/signing.key"), out var auditKey);
    var verifier = new AuditLogVerifier(new AuditLogVerificationOptions { Keys = { auditKey!.VerifierKey } });
    Console.WriteLine($"audit log: {(await verifier.VerifyAsync(place + ".audit")).IsValid}");
}

async Task SignInAndOutAsync(ITokenIssuer issuer)
{
    var signIn = new TokenRequest { Subject = "dr.rivera", ClientId = "clinic-app", Roles = ["physician"] };
    var session = (await issuer.IssueAsync(signIn)).Tokens!;
    await ShowAsync("signed in", session.AccessToken);
    var refresh = new RefreshRequest { RefreshToken = session.RefreshToken!, ClientId = "clinic-app" };
    var (first, again) = (await issuer.RefreshAsync(refresh), await issuer.RefreshAsync(refresh));
    Console.WriteLine($"refreshed: {first.Tokens!.RefreshToken == again.Tokens!.RefreshToken}, retry: {again.Tokens.IsRetry}");
    var sessions = provider.GetRequiredService<ISessionAdministrator>();
    Console.WriteLine($"ended: {await sessions.EndAllAsync("dr.rivera", new SessionEndRequest())}");
    await ShowAsync("after the end", first.Tokens.AccessToken);
}

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
