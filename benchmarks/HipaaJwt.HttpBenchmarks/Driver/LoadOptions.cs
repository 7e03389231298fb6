using System.Globalization;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <param name="JsonPath">The file for the results, one line each.</param>
/// <param name="Seconds">The duration of the load for each endpoint and round, in seconds from 1 to 30.</param>
/// <param name="Rounds">The number of rounds that count, from 1 to 60.</param>
/// <param name="Clients">The number of clients that prove possession of their keys, from 1 to 10,000.</param>
/// <param name="Only">The only scenario to run; null for all.</param>
internal sealed record LoadOptions(
    string? JsonPath = null, int Seconds = 2, int Rounds = 11, int Clients = 100, string? Only = null)
{
    public const string Usage = "[--json FILE] [--seconds 1..30] [--rounds 1..60]";
    public const string ScenarioUsage = Usage + " [--only repeated|rotating|dpop] [--clients 1..10000]";

    private const int MaxSeconds = 30;
    private const int MaxRounds = 60;
    private const int MaxClients = 10_000;

    /// <summary>Whether a scenario with the name is to run.</summary>
    public bool Includes(string scenario) => Only is null || Only == scenario;

    public static LoadOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new LoadOptions();
        for (; arguments.Length >= 2; arguments = arguments[2..])
        {
            var isCount = int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
            switch (arguments[0])
            {
                case "--json":
                    options = options with { JsonPath = arguments[1] };
                    break;
                case "--seconds" when isCount && number <= MaxSeconds:
                    options = options with { Seconds = number };
                    break;
                case "--rounds" when isCount && number <= MaxRounds:
                    options = options with { Rounds = number };
                    break;
                case "--clients" when isCount && number <= MaxClients:
                    options = options with { Clients = number };
                    break;
                case "--only" when arguments[1] is Scenario.Repeated or Scenario.Rotating or Scenario.DPoP:
                    options = options with { Only = arguments[1] };
                    break;
                default:
                    return null;
            }
        }

        return arguments.IsEmpty ? options : null;
    }
}
