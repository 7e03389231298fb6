using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Measures the repeated and the forged token of one algorithm.</summary>
internal sealed class AlgorithmMeasurement(SigningKey key)
{
    /// <summary>The number of issuers that share the key, in the measurement of a forged token for a shared key.</summary>
    private const int SharedIssuerCount = 200;

    private readonly MicrosoftValidator _microsoft = new(key);

    public IEnumerable<GateResult> Run() => [.. Repeated(), Audited(), .. Forged()];

    private IEnumerable<GateResult> Repeated()
    {
        using var validator = new HipaaJwtValidator(key);
        using var withRevocation = new HipaaJwtValidator(key, withRevocation: true);
        var token = SignedToken.Create(key, AccessToken.Claims()).Text;
        var ours = new SameToken(token, validator.Accepts);
        withRevocation.WaitUntilAccepted(token);
        var revocable = new SameToken(token, withRevocation.Accepts);
        var times = Alternation.Measure(TimeSpan.FromSeconds(2), ours, revocable, new SameToken(token, _microsoft.Accepts));
        yield return new GateResult(
            "validate-repeated", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, 10_000), VersusMicrosoft: times.Ratio(2, 0));
        yield return new GateResult(
            "validate-repeated-revocable", key.Name, times.Nanoseconds(1), Allocation.PerCall(revocable, 10_000))
        {
            VersusBaseline = times.Ratio(1, 0),
        };
    }

    private GateResult Audited()
    {
        var sink = new CountingSink();
        using var silent = new HipaaJwtValidator(key);
        using var audited = new HipaaJwtValidator(key, bestEffort: sink);
        var token = SignedToken.Create(key, AccessToken.Claims()).Text;
        var ours = new AuditedToken(token, audited.Accepts, sink);
        var times = Alternation.Measure(TimeSpan.FromSeconds(2), ours, new SameToken(token, silent.Accepts));
        return new GateResult("validate-repeated-audited", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, 1_000))
        {
            VersusBaseline = times.Ratio(0, 1),
        };
    }

    private IEnumerable<GateResult> Forged()
    {
        using var validator = new HipaaJwtValidator(key);
        using var shared = new HipaaJwtValidator(key, issuerCount: SharedIssuerCount);
        var forged = SignedToken.Forge(key, AccessToken.Claims());
        var ours = new SameToken(forged.Text, validator.Accepts, expected: false);
        var oursShared = new SameToken(forged.Text, shared.Accepts, expected: false);
        var times = Alternation.Measure(
            TimeSpan.FromSeconds(2),
            ours,
            new RawForgery(forged, key),
            new SameToken(forged.Text, _microsoft.Accepts, expected: false),
            oursShared);
        yield return new GateResult(
            "refuse-forged", key.Name, times.Nanoseconds(0), Allocation.PerCall(ours, 2_000), times.Ratio(0, 1), times.Ratio(2, 0));
        yield return new GateResult("refuse-forged-shared", key.Name, times.Nanoseconds(3), Allocation.PerCall(oursShared, 2_000))
        {
            VersusBaseline = times.Ratio(3, 0),
        };
    }
}
