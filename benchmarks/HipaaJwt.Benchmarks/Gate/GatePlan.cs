using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The measurements of the gate, in order.</summary>
internal static class GatePlan
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private const int SessionCount = 4;

    private static readonly TimeSpan SessionDuration = TimeSpan.FromSeconds(2);

    private static readonly JwsAlgorithm[] Algorithms = [JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.HS256];

    public static IEnumerable<GateResult> Run()
    {
        SigningKey[] keys = [.. Algorithms.Append(JwsAlgorithm.PS256).Select(SigningKey.Create)];
        FirstSightMeasurement[] firstSights = [.. keys.Select(key => new FirstSightMeasurement(key))];
        foreach (var result in Enumerable.Range(0, SessionCount).SelectMany(session => RunSession(session, keys, firstSights)))
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

    /// <summary>Runs one session of all first-sight measurements, and then the other measurements of that session.</summary>
    private static IEnumerable<GateResult> RunSession(int session, SigningKey[] keys, FirstSightMeasurement[] firstSights)
    {
        Array.ForEach(firstSights, firstSight => firstSight.RunSession(SessionDuration));
        return session < Algorithms.Length ? new AlgorithmMeasurement(keys[session]).Run() : Plain();
    }

    private static IEnumerable<GateResult> Plain()
    {
        using var secret = SigningKey.Create(JwsAlgorithm.HS256);
        using var measurement = new PlainMeasurement(secret);
        yield return measurement.Parse();
        yield return measurement.RejectMalformed();
        yield return measurement.CheckPermission();
        using var issuer = new IssueMeasurement();
        yield return issuer.Issue();
    }
}
