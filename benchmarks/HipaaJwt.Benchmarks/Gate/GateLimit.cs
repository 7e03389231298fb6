using System.Globalization;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>A limit that a result of the gate must not exceed.</summary>
/// <param name="Name">The name of the measurement.</param>
/// <param name="Algorithm">The algorithm; null for all of them.</param>
/// <param name="Figure">The limited figure.</param>
/// <param name="Limit">The limit.</param>
internal sealed record GateLimit(string Name, string? Algorithm, Figure Figure, double Limit)
{
    public bool AppliesTo(GateResult result) =>
        result.Name == Name && (Algorithm is null || result.Algorithm == Algorithm);

    /// <summary>
    /// Returns whether the result is within the limit. The margin is for noise, so it applies to times but not to bytes. For raw
    /// cryptography and for a baseline, it applies to the overhead, which is the ratio minus one: a margin of 2 changes 1.08 to 1.16.
    /// </summary>
    public bool IsMetBy(GateResult result, GateMargin margin) => Figure switch
    {
        Figure.Bytes => result.Bytes <= Limit,
        Figure.Nanoseconds => result.Nanoseconds <= Limit * margin.Time,
        Figure.TimesBaseline => result.VersusBaseline - 1 <= (Limit - 1) * margin.Overhead,
        Figure.Found => result.Found >= Limit,
        Figure.TimesRaw => result.VersusRaw - 1 <= (Limit - 1) * margin.Overhead,
        _ => result.VersusMicrosoft >= Limit / margin.Ratio,
    };

    public override string ToString()
    {
        var limit = Limit.ToString(CultureInfo.InvariantCulture);
        return Figure switch
        {
            Figure.Bytes => $"<= {limit} B",
            Figure.Nanoseconds => $"<= {limit} ns",
            Figure.TimesBaseline => $"<= {limit} x baseline",
            Figure.Found => $">= {limit} found",
            Figure.TimesRaw => $"<= {limit} x raw",
            _ => $">= {limit} x faster",
        };
    }
}

internal enum Figure
{
    Bytes,
    Nanoseconds,
    TimesRaw,
    TimesBaseline,
    TimesFasterThanMicrosoft,
    Found,
}
