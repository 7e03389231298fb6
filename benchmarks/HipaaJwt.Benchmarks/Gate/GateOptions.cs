using System.Globalization;

namespace HipaaJwt.Benchmarks.Gate;

/// <param name="JsonPath">The file for the results, one line each.</param>
/// <param name="Margin">The factors by which results may exceed their limits.</param>
/// <param name="Only">The only measurements to run; null for all.</param>
internal sealed record GateOptions(string? JsonPath, GateMargin Margin, string? Only = null)
{
    public const string Usage =
        "gate [--only NAME] [--json FILE] [--overhead-margin FACTOR] [--ratio-margin FACTOR] [--time-margin FACTOR]    "
        + "NAME is validate-first, repeated, cache-bytes, request, start, start-issuers, start-native, plain or issue; "
        + "FACTOR is 1 or more, such as 1.25";

    public static GateOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new GateOptions(null, GateMargin.None);
        for (; arguments.Length >= 2; arguments = arguments[2..])
        {
            if (arguments[0] == "--json")
            {
                options = options with { JsonPath = arguments[1] };
            }
            else if (arguments[0] == "--only" && GatePlan.Alone.Contains(arguments[1]))
            {
                options = options with { Only = arguments[1] };
            }
            else if (arguments[0] == "--overhead-margin" && TryReadMargin(arguments[1], out var overhead))
            {
                options = options with { Margin = options.Margin with { Overhead = overhead } };
            }
            else if (arguments[0] == "--ratio-margin" && TryReadMargin(arguments[1], out var ratio))
            {
                options = options with { Margin = options.Margin with { Ratio = ratio } };
            }
            else if (arguments[0] == "--time-margin" && TryReadMargin(arguments[1], out var time))
            {
                options = options with { Margin = options.Margin with { Time = time } };
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
