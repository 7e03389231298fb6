using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Measures tokens of one algorithm that the validator has not seen before. Several sessions with other measurements in between
/// are needed, because another virtual machine can slow this one for longer than one session.
/// </summary>
internal sealed class FirstSightMeasurement : IDisposable
{
    private static readonly string[] Names = ["validate-first", "validate-first-uncached"];

    private readonly SigningKey _key;
    private readonly HipaaJwtValidator _cached;
    private readonly HipaaJwtValidator _uncached;
    private readonly Contender[] _ours;
    private readonly Alternation _times;

    public FirstSightMeasurement(SigningKey key)
    {
        _key = key;
        _cached = new HipaaJwtValidator(key);
        _uncached = new HipaaJwtValidator(key, withCache: false);
        var pool = new TokenPool(key);
        _ours = [new NewTokens(pool, _cached.Accepts, _cached.Restart), new NewTokens(pool, _uncached.Accepts)];
        _times = new Alternation(_ours[0], _ours[1], new RawTokens(pool, key), new NewTokens(pool, new MicrosoftValidator(key).Accepts));
    }

    public void RunSession(TimeSpan duration) => _times.Continue(duration);

    public IEnumerable<GateResult> Results()
    {
        var platform = Allocation.PerCall(_key.PlatformVerification(), 1_000);
        for (var turn = 0; turn < Names.Length; turn++)
        {
            yield return new GateResult(
                Names[turn],
                _key.Name,
                _times.Nanoseconds(turn),
                Allocation.PerCall(_ours[turn], 4_096) - platform,
                _times.Ratio(turn, 2),
                _times.Ratio(3, turn),
                _times.TotalRatio(turn, 2));
        }
    }

    public void Dispose()
    {
        _cached.Dispose();
        _uncached.Dispose();
    }
}
