using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The measurements of the gate, in order.</summary>
internal static class GatePlan
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private const int SessionCount = 4;
    private const string FirstSight = "validate-first";
    private const string CacheBytes = "cache-bytes";
    private const string Issue = "issue";
    private const string Repeated = "repeated";
    private const string Request = "request";
    private const string Start = "start";
    private const string StartIssuers = "start-issuers";
    private const string StartNative = "start-native";
    private const string PlainWork = "plain";

    private static readonly TimeSpan SessionDuration = TimeSpan.FromSeconds(2);

    private static readonly JwsAlgorithm[] Algorithms = [JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.HS256];

    /// <summary>
    /// The measurements that can run alone. <see cref="StartIssuers"/> and <see cref="StartNative"/> run only alone, because creating keys
    /// and publishing programs takes long.
    /// </summary>
    public static IReadOnlyList<string> Alone { get; } =
        [FirstSight, Repeated, CacheBytes, Issue, Request, Start, StartIssuers, StartNative, PlainWork];

    /// <summary>Runs one of <see cref="Alone"/>.</summary>
    public static IEnumerable<GateResult> RunAlone(string name)
    {
        SigningKey[] keys = [.. Algorithms.Append(JwsAlgorithm.PS256).Select(SigningKey.Create)];
        GateResult[] results = name switch
        {
            CacheBytes => [CacheMeasurement.Run(keys[0])],
            Issue => [IssueAlone()],
            PlainWork => [.. Plain()],
            Repeated => [.. keys[..Algorithms.Length].SelectMany(key => new AlgorithmMeasurement(key).Run())],
            Request => [RequestMeasurement.Run(keys[0])],
            Start => [.. StartMeasurement.RunAsync().GetAwaiter().GetResult()],
            StartNative => [.. NativeStartMeasurement.RunAsync().GetAwaiter().GetResult()],
            StartIssuers => [IssuersStartMeasurement.RunAsync().GetAwaiter().GetResult()],
            _ => [.. FirstSightsAlone(keys)],
        };
        Array.ForEach(keys, key => key.Dispose());
        return results;
    }

    public static IEnumerable<GateResult> Run()
    {
        SigningKey[] keys = [.. Algorithms.Append(JwsAlgorithm.PS256).Select(SigningKey.Create)];
        FirstSightMeasurement[] firstSights = [.. keys.Select(key => new FirstSightMeasurement(key))];
        foreach (var result in Enumerable.Range(0, SessionCount).SelectMany(session => RunSession(session, keys, firstSights)))
        {
            yield return result;
        }

        yield return CacheMeasurement.Run(keys[0]);
        yield return RequestMeasurement.Run(keys[0]);
        foreach (var result in StartMeasurement.RunAsync().GetAwaiter().GetResult())
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
        yield return IssueAlone();
    }

    private static GateResult IssueAlone()
    {
        using var issuer = new IssueMeasurement();
        return issuer.Issue();
    }

    private static GateResult[] FirstSightsAlone(SigningKey[] keys)
    {
        FirstSightMeasurement[] firstSights = [.. keys.Select(key => new FirstSightMeasurement(key))];
        for (var session = 0; session < SessionCount; session++)
        {
            Array.ForEach(firstSights, firstSight => firstSight.RunSession(SessionDuration));
        }

        GateResult[] results = [.. firstSights.SelectMany(firstSight => firstSight.Results())];
        Array.ForEach(firstSights, firstSight => firstSight.Dispose());
        return results;
    }
}
