using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>
/// Creates the validator of the assertions with which clients authenticate (RFC 7523, section 3). Each client is an issuer of its own.
/// </summary>
/// <remarks>
/// The validator has services of its own beside those of the application, and shares clock, logs, metrics and the replay store with them.
/// A named trust of the application would not do: it must have an issuer even if no client has keys, and the floor of a new store of
/// revocations would reject all assertions until the clock skew is over. The endpoint writes the audit event.
/// </remarks>
internal sealed class ClientAssertions : IAsyncDisposable
{
    /// <summary>The greatest lifetime of an assertion. A stolen one is of no use anyway after its first use.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentBag<ServiceProvider> _owned = [];
    private readonly TokenIssuerOptions _options;
    private readonly HipaaJwtOptions _limits;
    private readonly IServiceProvider _services;

    /// <param name="options">The issuer and its clients.</param>
    /// <param name="limits">The options of the issuer's trust.</param>
    /// <param name="services">The services of the application.</param>
    public ClientAssertions(TokenIssuerOptions options, HipaaJwtOptions limits, IServiceProvider services)
    {
        _options = options;
        _limits = limits;
        _services = services;
    }

    /// <summary>Creates a validator.</summary>
    /// <param name="tokenEndpoint">The address of the token endpoint, which is an audience beside the issuer.</param>
    /// <returns>Null if no client has keys.</returns>
    public IJwtValidator? CreateValidator(string tokenEndpoint)
    {
        string[] audiences = [_options.Issuer, tokenEndpoint];
        TrustedIssuer[] clients =
        [
            .. _options.Clients.Where(client => client.KeySet is not null).Select(client => CreateIssuer(client, audiences)),
        ];
        if (clients.Length == 0)
        {
            return null;
        }

        var own = new ServiceCollection();
        own.AddSingleton(_services.GetRequiredService<TimeProvider>());
        own.AddSingleton(_services.GetRequiredService<ILoggerFactory>());
        own.AddSingleton(_services.GetRequiredService<IMeterFactory>());
        own.AddSingleton(_services.GetRequiredService<IReplayStore>());
        own.AddSingleton(new OwnAudiencesCheck(audiences));
        own.AddHipaaJwt(options => Configure(options, clients)).AddClaimCheck<OwnAudiencesCheck>();
        var provider = own.BuildServiceProvider();
        _owned.Add(provider);
        return provider.GetRequiredService<IJwtValidator>();
    }

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryTake(out var provider))
        {
            await provider.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The type is optional, because RFC 7523 defines none. Assertions of other purposes have another type, such as <c>dpop+jwt</c>.
    /// </summary>
    private static TrustedIssuer CreateIssuer(TokenClient client, string[] audiences)
    {
        if (!ClientKeySetReader.TryRead(client.KeySet!, out var keys, out var problem))
        {
            throw new InvalidOperationException($"The options have not been validated. The key set {problem}");
        }

        var issuer = new TrustedIssuer
        {
            Issuer = client.ClientId,
            AllowMissingTokenType = true,
            MaxTokenLifetime = MaxLifetime,
            RequireSingleUse = true,
            RequiredClaimValues = { ["sub"] = [client.ClientId] },
        };
        foreach (var key in keys.Keys)
        {
            issuer.SigningKeys.Add(key);
        }

        return issuer
            .ReplaceAudiences(audiences)
            .ReplaceAlgorithms([.. keys.Algorithms])
            .ReplaceTokenTypes("JWT", "client-authentication+jwt");
    }

    /// <summary>An assertion is used once, so none is cached.</summary>
    private void Configure(HipaaJwtOptions options, TrustedIssuer[] clients)
    {
        options.ClockSkew = _limits.ClockSkew;
        options.Replay.Timeout = _limits.Replay.Timeout;
        options.TokenCache.Capacity = 0;
        foreach (var client in clients)
        {
            options.Issuers.Add(client);
        }
    }
}
