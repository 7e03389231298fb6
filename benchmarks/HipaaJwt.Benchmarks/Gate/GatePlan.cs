using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>What the gate measures, in order.</summary>
internal static class GatePlan
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private static readonly JwsAlgorithm[] Algorithms = [JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.HS256];

    public static IEnumerable<GateResult> Run()
    {
        foreach (var algorithm in Algorithms)
        {
            using var key = SigningKey.Create(algorithm);
            foreach (var result in new AlgorithmMeasurement(key).Run())
            {
                yield return result;
            }
        }

        using var pssKey = SigningKey.Create(JwsAlgorithm.PS256);
        foreach (var result in new AlgorithmMeasurement(pssKey).FirstSight())
        {
            yield return result;
        }

        using var secret = SigningKey.Create(JwsAlgorithm.HS256);
        using var measurement = new PlainMeasurement(secret);
        yield return measurement.Parse();
        yield return measurement.RefuseMalformed();
        yield return measurement.CheckPermission();
    }
}
