using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Development;

/// <summary>A host with an environment, and the configuration and tokens that <c>dotnet user-jwts</c> writes.</summary>
internal sealed class DevelopmentHost : IDisposable
{
    public const string Audience = "http://localhost:5179";
    public const string Scheme = "Authentication:Schemes:Bearer";

    private readonly CapturedLog _log = new();
    private readonly IHost _host;

    public DevelopmentHost(
        TestIssuer issuer,
        string environment,
        IReadOnlyDictionary<string, string?> configuration,
        Action<HipaaJwtOptions>? options = null,
        Action<HipaaJwtBuilder>? build = null,
        string scheme = "Bearer")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        Configuration = new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = configuration });
        ((IConfigurationBuilder)builder.Configuration).Add(new Source(Configuration));
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(issuer.Time);
        var hipaaJwt = builder.Services.AddHipaaJwt(options ?? (_ => { }))
            .AddPermissions(map => map.Role("physician").Grants("chart:read").Scope("chart.write").Grants("chart:write"))
            .AddDevelopmentTokens(scheme);
        build?.Invoke(hipaaJwt);
        _host = builder.Build();
    }

    public static byte[] Secret { get; } = [.. Enumerable.Range(1, 32).Select(octet => (byte)octet)];

    public MemoryConfigurationProvider Configuration { get; }

    public IEnumerable<string> Report => _log.Lines
        .Where(line => line.Category.Contains("Development", StringComparison.Ordinal)
            || line.Category.EndsWith(".StartupReporter", StringComparison.Ordinal))
        .Select(line => $"{line.Level}: {line.Text}");

    public static Dictionary<string, string?> UserJwts(string scheme = Scheme) => new()
    {
        [scheme + ":ValidIssuer"] = "dotnet-user-jwts",
        [scheme + ":ValidAudiences:0"] = Audience,
        [scheme + ":ValidAudiences:1"] = "https://localhost:7099",
        [scheme + ":SigningKeys:0:Id"] = "0bbee2cd",
        [scheme + ":SigningKeys:0:Issuer"] = "dotnet-user-jwts",
        [scheme + ":SigningKeys:0:Value"] = Convert.ToBase64String(Secret),
        [scheme + ":SigningKeys:0:Length"] = "32",
    };

    /// <summary>A token as <c>dotnet user-jwts create --role physician</c> of the SDK 10.0 writes it.</summary>
    public static string UserJwt(Action<JsonObject>? change = null, byte[]? secret = null)
    {
        var claims = new JsonObject
        {
            ["unique_name"] = "dr.rivera",
            ["sub"] = "dr.rivera",
            ["jti"] = "2a9ff347",
            ["role"] = "physician",
            ["aud"] = new JsonArray(Audience, "https://localhost:7099"),
            ["nbf"] = TestIssuer.Now.ToUnixTimeSeconds() - 2,
            ["exp"] = TestIssuer.Now.AddDays(92).ToUnixTimeSeconds() - 2,
            ["iat"] = TestIssuer.Now.ToUnixTimeSeconds(),
            ["iss"] = "dotnet-user-jwts",
        };
        change?.Invoke(claims);
        return RawToken.Sign("""{"alg":"HS256","typ":"JWT"}""", claims.ToJsonString(), RawToken.Hs256(secret ?? Secret));
    }

    public Task StartAsync() => _host.StartAsync(TestContext.Current.CancellationToken);

    public void Reload() => ((IConfigurationRoot)_host.Services.GetRequiredService<IConfiguration>()).Reload();

    public ValueTask<JwtValidationResult> ValidateAsync(string token) =>
        _host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(token, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _host.Dispose();
        _log.Dispose();
    }

    private sealed class Source(MemoryConfigurationProvider provider) : IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => provider;
    }
}
