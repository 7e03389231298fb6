using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Validators under the rules of <see cref="TokenOracle"/>, with and without a cache.</summary>
internal sealed class FuzzValidators
{
    private static readonly string GoodToken = FuzzToken.Of([0, .. ClaimsSeeds.Claims.First()]).Text;

    private readonly ServiceProvider _caching = Services(cacheCapacity: 16);
    private readonly ServiceProvider _withoutCache = Services(cacheCapacity: 0);

    /// <summary>From a validator that has seen no other token and caches none.</summary>
    public JwtValidationResult VerdictAnew(string token)
    {
        using var validator = new FreshValidator(_withoutCache);
        return validator.Validate(token);
    }

    /// <summary>From a validator that has accepted a token with the usual header: a first time, cached, and as bytes.</summary>
    public JwtValidationResult[] VerdictsOfSeasoned(string token)
    {
        using var validator = new FreshValidator(_caching);
        Require.That(validator.Validate(GoodToken).IsValid, "a good token is accepted");
        return [validator.Validate(token), validator.Validate(token), validator.Validate(new ReadOnlyMemory<byte>(Bytes.Of(token)))];
    }

    private static ServiceProvider Services(int cacheCapacity)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new StillClock(ClaimsSeeds.Now));
        services.AddHipaaJwt(options => TokenOracle.Configure(options, cacheCapacity))
            .AddPermissions(map => map
                .Role("physician").Grants("chart:read", "chart:write")
                .Scope("chart.read").Grants("chart:read"));
        return services.BuildServiceProvider();
    }

    /// <summary>
    /// A validator with a cache and known headers of its own, so that each input meets the same state, whatever came before. Its
    /// options are built once for all inputs, which would take most of the time.
    /// </summary>
    private sealed class FreshValidator : IDisposable
    {
        private readonly ValidationPolicyProvider _policies;
        private readonly ValidatedTokenCache _cache;
        private readonly JwtValidator _validator;

        public FreshValidator(ServiceProvider services)
        {
            var time = services.GetRequiredService<TimeProvider>();
            var options = services.GetRequiredKeyedService<ValidationPolicyProvider>(Options.DefaultName).StartOptions;
            _policies = new ValidationPolicyProvider(
                Options.DefaultName,
                new FixedOptions(options),
                [],
                services.GetRequiredService<PolicyOptionsValidator>(),
                services.GetRequiredKeyedService<RemoteKeyStore>(Options.DefaultName),
                NullLogger<ValidationPolicyProvider>.Instance);
            _cache = new ValidatedTokenCache(options.TokenCache, time);
            _validator = new JwtValidator(
                _policies,
                _cache,
                services.GetRequiredKeyedService<TokenUseValidator>(Options.DefaultName),
                services.GetRequiredService<VerdictRecorder>(),
                services.GetRequiredService<HipaaJwtActivities>(),
                time);
        }

        public JwtValidationResult Validate(EncodedJwt token) =>
            _validator.ValidateAsync(new JwtValidationRequest(token)).AsTask().GetAwaiter().GetResult();

        public void Dispose()
        {
            _cache.Dispose();
            _policies.Dispose();
        }
    }

    private sealed class FixedOptions(HipaaJwtOptions options) : IOptionsFactory<HipaaJwtOptions>
    {
        public HipaaJwtOptions Create(string name) => options;
    }
}
