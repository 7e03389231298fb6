using System.Globalization;

namespace HipaaJwt.Histories.Runs;

/// <summary>The options of a run.</summary>
internal sealed record RunOptions
{
    public IReadOnlyList<string> Stores { get; init; } = ["sqlite", "postgresql", "redis"];

    /// <summary>The number of histories, over all stores.</summary>
    public int Count { get; init; } = 30;

    /// <summary>The number of cells that run at the same time.</summary>
    public int Parallel { get; init; } = 6;

    public string? OutFile { get; init; }

    /// <summary>One history in so many runs with the default options; 0 for none.</summary>
    public int DefaultOptionsEvery { get; init; } = 10;

    public int Seed { get; init; } = 1;

    public string? Planted { get; init; }

    /// <summary>The number of histories in a cell before its store and processes are replaced.</summary>
    public int CellLength { get; init; } = 20;

    /// <summary>Whether stores whose server is not installed are skipped.</summary>
    public bool SkipMissing { get; init; }

    /// <summary>Whether only histories with, or only those without loss of data are run.</summary>
    public bool? LosesData { get; init; }

    /// <summary>The name of the only fault; null for any.</summary>
    public string? Only { get; init; }

    public static RunOptions Parse(string[] arguments)
    {
        RunOptions options = new();
        for (var place = 0; place < arguments.Length; place += 2)
        {
            options = options.With(arguments[place], place + 1 < arguments.Length ? arguments[place + 1] : string.Empty);
        }

        return options;
    }

    private RunOptions With(string name, string value) => name switch
    {
        "--store" => this with { Stores = value.Split(',') },
        "--count" => this with { Count = Number(value) },
        "--parallel" => this with { Parallel = Number(value) },
        "--out" => this with { OutFile = value },
        "--default-options-every" => this with { DefaultOptionsEvery = Number(value) },
        "--seed" => this with { Seed = Number(value) },
        "--planted" => this with { Planted = value },
        "--cell-length" => this with { CellLength = Number(value) },
        "--skip-missing" => this with { SkipMissing = bool.Parse(value) },
        "--only" => this with { Only = value },
        "--loses-data" => this with { LosesData = bool.Parse(value) },
        _ => throw new ArgumentException($"The option {name} is unknown."),
    };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
