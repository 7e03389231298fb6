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

    /// <summary>The margin is for noise, and so for times alone: bytes are exact.</summary>
    public bool IsMetBy(GateResult result, double margin) => Figure switch
    {
        Figure.Bytes => result.Bytes <= Limit,
        Figure.Nanoseconds => result.Nanoseconds <= Limit * margin,
        Figure.TimesRaw => result.VersusRaw <= Limit * margin,
        _ => result.VersusMicrosoft >= Limit / margin,
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
