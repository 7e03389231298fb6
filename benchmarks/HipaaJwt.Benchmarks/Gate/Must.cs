using System.Globalization;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>A figure that must be reached, or else the gate is closed.</summary>
/// <param name="Name">Of which measurement.</param>
/// <param name="Algorithm">Of which algorithm; of each one if there is none.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Limit">Its limit.</param>
internal sealed record Must(string Name, string? Algorithm, Figure Figure, double Limit)
{
    public bool AppliesTo(GateResult result) =>
        result.Name == Name && (Algorithm is null || result.Algorithm == Algorithm);

    /// <summary>
    /// The margin is for noise, so it applies to times alone: bytes are exact. Over raw cryptography it applies to the overhead,
    /// the ratio less one: twofold makes 1.08 to 1.16, whereas 1.08 x 2 would let any library pass.
    /// </summary>
    public bool IsMetBy(GateResult result, GateMargin margin) => Figure switch
    {
        Figure.Bytes => result.Bytes <= Limit,
        Figure.Nanoseconds => result.Nanoseconds <= Limit * margin.Time,
        Figure.TimesRaw => result.VersusRaw - 1 <= (Limit - 1) * margin.Overhead,
        _ => result.VersusMicrosoft >= Limit / margin.Time,
    };

    public override string ToString()
    {
        var limit = Limit.ToString(CultureInfo.InvariantCulture);
        return Figure switch
        {
            Figure.Bytes => $"<= {limit} B",
            Figure.Nanoseconds => $"<= {limit} ns",
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
    TimesFasterThanMicrosoft,
}
