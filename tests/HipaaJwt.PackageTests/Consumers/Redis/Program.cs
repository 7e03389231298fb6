using System.Security.Cryptography;
using HipaaJwt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using StackExchange.Redis;

const string Issuer = "https://idp.hospital.example";
const string Audience = "https://fhir.hospital.example/r4";
using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var key = new ECDsaSecurityKey(ecdsa) { KeyId = "key-1" };
await using var redis = await ConnectionMultiplexer.ConnectAsync(args[0]);
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
}).AddRedisStores(redis, options => options.SingleNode = true);
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
var entry = new ReplayEntry { Key = new string('A', 43), Owner = new string('B', 43), ExpiresAt = page.Now.AddMinutes(1) };
var replay = provider.GetRequiredService<IReplayStore>();
Console.WriteLine($"replay: {await replay.TryAddAsync(entry, default)}, {await replay.TryAddAsync(entry, default)}");
foreach (var store in provider.GetServices<IExpiringStore>())
{
    Console.WriteLine($"pruned: {await store.PruneAsync(10, CancellationToken.None)}");
}

foreach (var service in hosted.OfType<IHostedLifecycleService>())
{
    await service.StoppedAsync(CancellationToken.None);
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
