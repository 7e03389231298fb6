using System.Globalization;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <param name="JsonPath">Where to write the results, one a line.</param>
/// <param name="Seconds">How long each endpoint is driven in a round.</param>
/// <param name="Rounds">How many rounds there are.</param>
internal sealed record DriveOptions(string? JsonPath = null, int Seconds = 2, int Rounds = 11)
{
    public const string Usage = "[--json FILE] [--seconds 1..30] [--rounds 1..30]";

    private const int Most = 30;

    public static DriveOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new DriveOptions();
        for (; arguments.Length >= 2; arguments = arguments[2..])
        {
            var isNumber = int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= Most;
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
