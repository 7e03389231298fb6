using System.Globalization;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A value of a table: a text, a number, or nothing.</summary>
internal readonly record struct Cell
{
    private readonly string? _text;

    private Cell(string? text, double? number) => (_text, Number) = (text, number);

    public double? Number { get; }

    /// <summary>The value for people.</summary>
    public string Text => Number switch
    {
        null => _text ?? string.Empty,
        { } number when number == Math.Floor(number) => number.ToString("N0", CultureInfo.InvariantCulture),
        { } number => number.ToString("N1", CultureInfo.InvariantCulture),
    };

    public static implicit operator Cell(string? text) => new(text, null);

    public static implicit operator Cell(long number) => new(null, number);

    /// <summary>A share in percent, rounded to 0.1 %.</summary>
    public static Cell Percent(long part, long whole) => new(null, whole == 0 ? 0 : Math.Round(100d * part / whole, 1));

    /// <summary>A number, rounded to 0.1.</summary>
    public static Cell Of(double? number) => new(null, number is { } value ? Math.Round(value, 1) : null);

    public JsonNode? ToJson() => Number is { } number ? JsonValue.Create(number) : _text is null ? null : JsonValue.Create(_text);
}
