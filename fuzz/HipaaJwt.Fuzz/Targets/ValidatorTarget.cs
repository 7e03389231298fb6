using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// The whole validator: always a verdict, the one that the rules give; the same from the cache and without it, from bytes
/// and from characters; and an accepted token tells what was signed.
/// </summary>
internal sealed class ValidatorTarget : FuzzTarget
{
    private const int MaxHeaderMembers = 32;
    private const int MaxClaimsMembers = 1024;

    private static readonly string GoodToken = FuzzToken.Of([0, .. ClaimsSeeds.Claims.First()]).Text;

    private readonly ServiceProvider _remembering = Services(cacheCapacity: 16);
    private readonly ServiceProvider _forgetful = Services(cacheCapacity: 0);

    public override IEnumerable<byte[]> Seeds => ValidatorSeeds.Inputs;

    public override void Check(ReadOnlySpan<byte> input)
    {
        var token = FuzzToken.Of(input);
        var result = VerdictAnew(token.Text);
        CheckSame(result, VerdictsOfSeasoned(token.Text));
        CheckStage(token, result.Error);

        using var claims = JsonOracle.Read(token.Claims);
        if (!IsTooComplex(token, result.Error.Code))
        {
            Require.Equal(result.IsValid, TokenOracle.Accepts(token, claims?.RootElement), $"the verdict is that of the rules ({result.Error})");
        }

        if (result.IsValid)
        {
            CheckAccepted(result.Token, token, claims!.RootElement);
        }
    }

    /// <summary>What a validator remembers lives in a scope, so that each input finds the same state, whatever came before.</summary>
    private static ServiceProvider Services(int cacheCapacity)
    {
        var services = new ServiceCollection();
        services.AddScoped<PlanSource>().AddScoped<RememberedTokens>().AddScoped<IJwtValidator, JwtValidator>();
        services.AddSingleton<TimeProvider>(new StillClock(ClaimsSeeds.Now));
        services.AddSingleton<IOptionsFactory<HipaaJwtOptions>>(new FixedOptions(TokenOracle.Options(cacheCapacity)));
        services.AddHipaaJwt(_ => { }).AddPermissions(map => map
            .Role("physician").Grants("chart:read", "chart:write")
            .Scope("chart.read").Grants("chart:read"));
        return services.BuildServiceProvider();
    }

    private JwtValidationResult VerdictAnew(string token)
    {
        using var scope = _forgetful.CreateScope();
        return Verdict(scope, token);
    }

    /// <summary>From a validator that has accepted a token with the usual header: a first time, remembered, and as bytes.</summary>
    private JwtValidationResult[] VerdictsOfSeasoned(string token)
    {
        using var scope = _remembering.CreateScope();
        Require.That(Verdict(scope, GoodToken).IsValid, "a good token is accepted");
        var bytes = Bytes.Of(token);
        return [Verdict(scope, token), Verdict(scope, token), Verdict(scope.ServiceProvider.GetRequiredService<IJwtValidator>().ValidateAsync(bytes))];
    }

    private static JwtValidationResult Verdict(IServiceScope scope, string token) =>
        Verdict(scope.ServiceProvider.GetRequiredService<IJwtValidator>().ValidateAsync(token));

    private static JwtValidationResult Verdict(ValueTask<JwtValidationResult> validation) => validation.AsTask().GetAwaiter().GetResult();

    private static void CheckSame(JwtValidationResult first, JwtValidationResult[] others)
    {
        foreach (var other in others)
        {
            Require.Equal(other.Error, first.Error, "the verdict does not depend on the way");
            Require.That(!first.IsValid || other.Token!.ClaimsJson.Span.SequenceEqual(first.Token.ClaimsJson.Span), "nor do the claims");
        }
    }

    /// <summary>Nothing is said of claims before the signature is good, and no good signature is called bad.</summary>
    private static void CheckStage(FuzzToken token, JwtError error)
    {
        Require.That(token.IsSigned || (int)error.Code is > 0 and < 500, "claims are judged only behind a good signature");
        Require.That(!token.IsSigned || error.Code != JwtErrorCode.SignatureInvalid, "a good signature is good");
    }

    private static bool IsTooComplex(FuzzToken token, JwtErrorCode code)
    {
        Require.That(code != JwtErrorCode.HeaderTooComplex || JsonOracle.IsComplex(token.Header, MaxHeaderMembers), "only what is deep or wide is too complex");
        Require.That(code != JwtErrorCode.ClaimsTooComplex || JsonOracle.IsComplex(token.Claims, MaxClaimsMembers), "only what is deep or wide is too complex");
        return code is JwtErrorCode.HeaderTooComplex or JwtErrorCode.ClaimsTooComplex;
    }

    private static void CheckAccepted(ValidatedJwt actual, FuzzToken token, JsonElement claims)
    {
        Require.That(actual.ClaimsJson.Span.SequenceEqual(token.Claims), "the claims are those that were signed");
        Require.Equal(actual.Issuer, ClaimsOracle.Text(claims, "iss")!, "iss");
        Require.Equal(actual.Subject, ClaimsOracle.Text(claims, "sub")!, "sub");
        Require.Equal(actual.Id, ClaimsOracle.Text(claims, "jti"), "jti");
        Require.Equal(actual.ExpiresAt.ToUnixTimeSeconds(), ClaimsOracle.Date(claims, "exp")!.Value.Floor, "exp");
        Require.Equal(actual.Permissions.ToString(), string.Join(' ', TokenOracle.Permissions(claims)), "permissions");
        Require.Equal(actual.CreatePrincipal().Claims.Count(), claims.EnumerateObject().Sum(member => CountOf(member.Value)), "the principal has each value as a claim");
    }

    /// <summary>How many claims a value makes: each element of an array is one, and null is none.</summary>
    private static int CountOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Count(element => element.ValueKind != JsonValueKind.Null),
        JsonValueKind.Null => 0,
        _ => 1,
    };

    /// <summary>Options that were made before: each input has a validator of its own, and reading options anew takes most of its time.</summary>
    private sealed class FixedOptions(HipaaJwtOptions options) : IOptionsFactory<HipaaJwtOptions>
    {
        public HipaaJwtOptions Create(string name) => options;
    }
}
