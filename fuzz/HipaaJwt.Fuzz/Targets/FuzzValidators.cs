using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Validators with the rules of <see cref="TokenOracle"/>, with and without a cache.</summary>
internal sealed class FuzzValidators
{
    private static readonly string GoodToken = FuzzToken.Of([0, .. ClaimsSeeds.Claims.First()]).Text;

    private readonly ServiceProvider _withCache = BuildServices(cacheCapacity: 16);
    private readonly ServiceProvider _withoutCache = BuildServices(cacheCapacity: 0);

    /// <summary>Validates the token with a new validator that has no cache.</summary>
    public JwtValidationResult ValidateWithoutCache(string token)
    {
        using var validator = new FreshValidator(_withoutCache);
        return validator.Validate(token);
    }

    /// <summary>
    /// Validates the token with a validator that has a cache and has already accepted a token with the default header: the first
    /// time, from the cache, and as bytes.
    /// </summary>
    public JwtValidationResult[] ValidateWithCache(string token)
    {
        using var validator = new FreshValidator(_withCache);
        Require.That(validator.Validate(GoodToken).IsValid, "a valid token is accepted");
        return [validator.Validate(token), validator.Validate(token), validator.Validate(new ReadOnlyMemory<byte>(Bytes.Of(token)))];
    }

    private static ServiceProvider BuildServices(int cacheCapacity)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FixedTimeProvider(ClaimsSeeds.Now));
        services.AddHipaaJwt(options => TokenOracle.Configure(options, cacheCapacity))
            .AddPermissions(map => map
                .Role("physician").Grants("chart:read", "chart:write")
                .Scope("chart.read").Grants("chart:read"));
        return services.BuildServiceProvider();
    }

    /// <summary>
    /// A validator with its own cache and known headers, so that the result of an input does not depend on earlier inputs. The
    /// options are built once for all inputs, because building them would take most of the time.
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
                revocation: null,
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
