using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Measures the repeated and the forged token of one algorithm.</summary>
internal sealed class AlgorithmMeasurement(SigningKey key)
{
    private readonly MicrosoftValidator _microsoft = new(key);

    public IEnumerable<GateResult> Run()
    {
        yield return Repeated();
        yield return Forged();
    }

    private GateResult Repeated()
    {
        using var validator = new HipaaJwtValidator(key);
        var token = SignedToken.Create(key, AccessToken.Claims()).Text;
        var ours = new SameToken(token, validator.Accepts);
        var times = Alternation.Measure(TimeSpan.FromSeconds(2), ours, new SameToken(token, _microsoft.Accepts));
        return new GateResult(
            "validate-repeated", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, 10_000), VersusMicrosoft: times.Ratio(1, 0));
    }

    private GateResult Forged()
    {
        using var validator = new HipaaJwtValidator(key);
        using var otherKey = SigningKey.Create(key.Algorithm);
        var forged = SignedToken.Create(otherKey, AccessToken.Claims());
        var ours = new SameToken(forged.Text, validator.Accepts, expected: false);
        var times = Alternation.Measure(
            TimeSpan.FromSeconds(2),
            ours,
            new RawForgery(forged, key),
            new SameToken(forged.Text, _microsoft.Accepts, expected: false));
        return new GateResult(
            "refuse-forged", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, 2_000), times.Ratio(0, 1), times.Ratio(2, 0));
    }
}
