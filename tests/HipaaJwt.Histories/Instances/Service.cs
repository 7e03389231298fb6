using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Histories.Support;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;

namespace HipaaJwt.Histories.Instances;

/// <summary>The services of one instance, as an application registers them.</summary>
internal static class Service
{
    public static IHost Build(InstanceSettings settings, WrongClock clock)
    {
        var planted = settings.Planted is { } name ? PlantedDefect.Get(name) : null;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new ErrorLog()).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton(planted?.Time?.Invoke(clock) ?? clock);
        var hipaaJwt = builder.Services.AddHipaaJwt(options =>
        {
            Configure(options, settings);
            options.Revocation.MaxStaleness = planted?.MaxStaleness ?? options.Revocation.MaxStaleness;
        });
        AddStores(hipaaJwt, settings);
        planted?.DecorateStore(builder.Services, settings);
        return builder.Build();
    }

    private static void Configure(HipaaJwtOptions options, InstanceSettings settings)
    {
        JsonObject key = new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["kid"] = TokenIssuer.KeyId,
            ["x"] = settings.KeyX,
            ["y"] = settings.KeyY
        };
        options.Issuers.Add(new TrustedIssuer
        {
            Issuer = TokenIssuer.Name,
            Audiences = { TokenIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { key.ToKey() },
        });
        options.Revocation.AcceptTokensOlderThanStore = !settings.LosesData;
        if (settings.LosesData)
        {
            options.ClockSkew = TimeSpan.FromSeconds(1);
        }

        if (!settings.HasDefaultOptions)
        {
            options.Revocation.MaxStaleness = TimeSpan.FromSeconds(1);
            options.Revocation.PullInterval = TimeSpan.FromMilliseconds(200);
            options.Revocation.Timeout = TimeSpan.FromMilliseconds(150);
            options.Revocation.AppendTimeout = TimeSpan.FromMilliseconds(500);
        }
    }

    private static void AddStores(HipaaJwtBuilder builder, InstanceSettings settings)
    {
        switch (settings.Store)
        {
            case "sqlite":
                builder.AddSqliteStores(settings.Address);
                break;
            case "postgresql":
                builder.Services.AddSingleton(_ => CreateDataSource(settings));
                builder.AddPostgreSqlStores(
                    provider => provider.GetRequiredService<NpgsqlDataSource>(), options => options.ApplySchema = true);
                break;
            default:
                var configuration = string.Create(
                    CultureInfo.InvariantCulture, $"127.0.0.1:{settings.Address},abortConnect=false,connectTimeout=1000");
                builder.AddRedisStores(_ => ConnectionMultiplexer.Connect(configuration), options => options.SingleNode = true);
                break;
        }
    }

    private static NpgsqlDataSource CreateDataSource(InstanceSettings settings) => new NpgsqlSlimDataSourceBuilder(
        $"Host=127.0.0.1;Port={settings.Address};Username=postgres;Database=postgres;Timeout=2;Maximum Pool Size=10").Build();
}
