using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Validators under the rules of <see cref="TokenOracle"/>, with and without a memory.</summary>
internal sealed class FuzzValidators
{
    private static readonly string GoodToken = FuzzToken.Of([0, .. ClaimsSeeds.Claims.First()]).Text;

    private readonly ServiceProvider _remembering = Services(cacheCapacity: 16);
    private readonly ServiceProvider _forgetful = Services(cacheCapacity: 0);

    /// <summary>From a validator that has seen nothing else and remembers nothing.</summary>
    public JwtValidationResult VerdictAnew(string token)
    {
        using var scope = _forgetful.CreateScope();
        return Verdict(scope, token);
    }

    /// <summary>From a validator that has accepted a token with the usual header: a first time, remembered, and as bytes.</summary>
    public JwtValidationResult[] VerdictsOfSeasoned(string token)
    {
        using var scope = _remembering.CreateScope();
        Require.That(Verdict(scope, GoodToken).IsValid, "a good token is accepted");
        var bytes = Bytes.Of(token);
        return [Verdict(scope, token), Verdict(scope, token), Verdict(scope.ServiceProvider.GetRequiredService<IJwtValidator>().ValidateAsync(bytes))];
    }

    /// <summary>What a validator remembers lives in a scope, so that each input finds the same state, whatever came before.</summary>
    private static ServiceProvider Services(int cacheCapacity)
    {
        var services = new ServiceCollection();
        services.AddScoped<PlanSource>().AddScoped<RememberedTokens>().AddScoped<TokenJudge>().AddScoped<IJwtValidator, JwtValidator>();
        services.AddSingleton<TimeProvider>(new StillClock(ClaimsSeeds.Now));
        services.AddSingleton<IOptionsFactory<HipaaJwtOptions>>(new FixedOptions(TokenOracle.Options(cacheCapacity)));
        services.AddHipaaJwt(_ => { }).AddPermissions(map => map
            .Role("physician").Grants("chart:read", "chart:write")
            .Scope("chart.read").Grants("chart:read"));
        return services.BuildServiceProvider();
    }

    private static JwtValidationResult Verdict(IServiceScope scope, string token) =>
        Verdict(scope.ServiceProvider.GetRequiredService<IJwtValidator>().ValidateAsync(token));

    private static JwtValidationResult Verdict(ValueTask<JwtValidationResult> validation) => validation.AsTask().GetAwaiter().GetResult();

    /// <summary>Options that were made before: each input has a validator of its own, and reading options anew takes most of its time.</summary>
    private sealed class FixedOptions(HipaaJwtOptions options) : IOptionsFactory<HipaaJwtOptions>
    {
        public HipaaJwtOptions Create(string name) => options;
    }
}
