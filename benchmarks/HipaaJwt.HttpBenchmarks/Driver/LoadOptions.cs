using System.Globalization;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <param name="JsonPath">The file for the results, one line each.</param>
/// <param name="Seconds">The duration of the load for each endpoint and round, in seconds from 1 to 30.</param>
/// <param name="Rounds">The number of rounds, from 1 to 30.</param>
internal sealed record LoadOptions(string? JsonPath = null, int Seconds = 2, int Rounds = 11)
{
    public const string Usage = "[--json FILE] [--seconds 1..30] [--rounds 1..30]";

    private const int Max = 30;

    public static LoadOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new LoadOptions();
        for (; arguments.Length >= 2; arguments = arguments[2..])
        {
            var isNumber = int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and <= Max;
            switch (arguments[0])
            {
                case "--json":
                    options = options with { JsonPath = arguments[1] };
                    break;
                case "--seconds" when isNumber:
                    options = options with { Seconds = number };
                    break;
                case "--rounds" when isNumber:
                    options = options with { Rounds = number };
                    break;
                default:
                    return null;
            }
        }

        return arguments.IsEmpty ? options : null;
    }
}
