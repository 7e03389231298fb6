using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.DependencyInjection;

/// <summary>Makes the trust of the service accept the tokens that it issues. Its keys need no HTTP request.</summary>
internal sealed class SelfTrust : IConfigureNamedOptions<HipaaJwtOptions>
{
    private readonly string _trust;
    private readonly TokenIssuerOptions _options;
    private readonly LazyKeySet _keys;

    public SelfTrust(string trust, TokenIssuerOptions options, IServiceProvider services)
    {
        _trust = trust;
        _options = options;
        _keys = new LazyKeySet(services);
    }

    public void Configure(HipaaJwtOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, HipaaJwtOptions options)
    {
        if (name != _trust)
        {
            return;
        }

        var issuer = new TrustedIssuer
        {
            Issuer = _options.Issuer,
            Algorithms = { _options.SigningAlgorithm },
            MaxTokenLifetime = _options.AccessTokenLifetime,
            KeyRefreshInterval = TimeSpan.FromSeconds(Math.Max(30, _options.KeyRefreshInterval.TotalSeconds)),
            KeySetSource = _keys,
        };
        foreach (var audience in _options.Audiences)
        {
            issuer.Audiences.Add(audience);
        }

        options.Issuers.Add(issuer);
    }

    /// <summary>The signer is resolved at the first use, because it depends on the options that are configured here.</summary>
    private sealed class LazyKeySet(IServiceProvider services) : IKeySetSource
    {
        public ValueTask<ReadOnlyMemory<byte>> ReadKeySetAsync(CancellationToken cancellationToken) =>
            services.GetRequiredService<ISigner>().ReadKeySetAsync(cancellationToken);
    }
}
