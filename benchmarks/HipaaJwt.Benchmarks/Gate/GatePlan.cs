using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>What the gate measures, in order.</summary>
internal static class GatePlan
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private const int Sittings = 4;

    private static readonly TimeSpan Sitting = TimeSpan.FromSeconds(2);

    private static readonly JwsAlgorithm[] Algorithms = [JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.HS256];

    public static IEnumerable<GateResult> Run()
    {
        SigningKey[] keys = [.. Algorithms.Append(JwsAlgorithm.PS256).Select(SigningKey.Create)];
        FirstSightMeasurement[] firstSights = [.. keys.Select(key => new FirstSightMeasurement(key))];
        foreach (var result in Enumerable.Range(0, Sittings).SelectMany(sitting => Between(sitting, keys, firstSights)))
        {
            yield return result;
        }

        foreach (var result in firstSights.SelectMany(firstSight => firstSight.Results()))
        {
            yield return result;
        }

        Array.ForEach(firstSights, firstSight => firstSight.Dispose());
        Array.ForEach(keys, key => key.Dispose());
    }

    /// <summary>One sitting of all first sights, and then what else is to be measured in that place.</summary>
    private static IEnumerable<GateResult> Between(int sitting, SigningKey[] keys, FirstSightMeasurement[] firstSights)
    {
        Array.ForEach(firstSights, firstSight => firstSight.Sit(Sitting));
        return sitting < Algorithms.Length ? new AlgorithmMeasurement(keys[sitting]).Run() : Plain();
    }

    private static IEnumerable<GateResult> Plain()
    {
        using var secret = SigningKey.Create(JwsAlgorithm.HS256);
        using var measurement = new PlainMeasurement(secret);
        yield return measurement.Parse();
        yield return measurement.RefuseMalformed();
        yield return measurement.CheckPermission();
    }
}
