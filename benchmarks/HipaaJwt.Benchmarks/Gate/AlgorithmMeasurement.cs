using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The repeated, the new and the forged token of one algorithm.</summary>
internal sealed class AlgorithmMeasurement(SigningKey key)
{
    private readonly MicrosoftValidator _microsoft = new(key);

    public IEnumerable<GateResult> Run()
    {
        yield return Repeated();
        yield return Forged();
        foreach (var result in FirstSight())
        {
            yield return result;
        }
    }

    public IEnumerable<GateResult> FirstSight() => FirstSight(new TokenPool(key));

    private GateResult Repeated()
    {
        using var validator = new HipaaJwtValidator(key);
        var token = SignedToken.Create(key, AccessToken.Claims()).Text;
        var ours = new SameToken(token, validator.Accepts);
        var times = Alternation.Measure(TimeSpan.FromSeconds(2), ours, new SameToken(token, _microsoft.Accepts));
        return new GateResult(
            "validate-repeated", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, 10_000), VersusMicrosoft: times.Ratio(1, 0));
    }

    private IEnumerable<GateResult> FirstSight(TokenPool pool)
    {
        using var cached = new HipaaJwtValidator(key);
        using var uncached = new HipaaJwtValidator(key, withCache: false);
        Contender[] ours = [new NewTokens(pool, cached.Accepts, cached.Forget), new NewTokens(pool, uncached.Accepts)];
        var times = Alternation.Measure(
            TimeSpan.FromSeconds(6), ours[0], ours[1], new RawTokens(pool, key), new NewTokens(pool, _microsoft.Accepts));
        var platform = Allocation.PerCall(key.PlatformVerification(), 1_000);
        string[] names = ["validate-first", "validate-first-uncached"];
        for (var turn = 0; turn < names.Length; turn++)
        {
            yield return new GateResult(
                names[turn],
                key.Name,
                times.Nanoseconds(turn),
                Allocation.PerCall(ours[turn], 4_096) - platform,
                times.Ratio(turn, 2),
                times.Ratio(3, turn),
                times.TotalRatio(turn, 2));
        }
    }

    private GateResult Forged()
    {
        using var validator = new HipaaJwtValidator(key);
        using var stranger = SigningKey.Create(key.Algorithm);
        var forged = SignedToken.Create(stranger, AccessToken.Claims());
        var ours = new SameToken(forged.Text, validator.Accepts, expected: false);
        var times = Alternation.Measure(
            TimeSpan.FromSeconds(2), ours, new RawForgery(forged, key), new SameToken(forged.Text, _microsoft.Accepts, expected: false));
        return new GateResult(
            "refuse-forged", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, 2_000), times.Ratio(0, 1), times.Ratio(2, 0));
    }
}
