using System.Globalization;

namespace HipaaJwt.Benchmarks.Gate;

/// <param name="JsonPath">Where to write the results, one a line.</param>
/// <param name="Margin">By how much times may miss their limits: 1 for not at all.</param>
internal sealed record GateOptions(string? JsonPath, double Margin)
{
    public const string Usage = "gate [--json FILE] [--margin FACTOR]    FACTOR is 1 or more, such as 1.25";

    public static GateOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new GateOptions(null, 1);
        for (; arguments.Length >= 2; arguments = arguments[2..])
        {
            if (arguments[0] == "--json")
            {
                options = options with { JsonPath = arguments[1] };
            }
            else if (arguments[0] == "--margin" && TryReadMargin(arguments[1], out var margin))
            {
                options = options with { Margin = margin };
            }
            else
            {
                return null;
            }
        }

        return arguments.IsEmpty ? options : null;
    }

    private static bool TryReadMargin(string text, out double margin) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out margin) && margin >= 1;
}
