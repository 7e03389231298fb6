using System.Globalization;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Reports.Figures;

/// <summary>A value of a table: a text, a number, or nothing.</summary>
internal readonly record struct Cell
{
    private const string DayFormat = "yyyy-MM-dd";

    private readonly string? _text;
    private readonly string? _weekday;

    private Cell(string? text, double? number, string? weekday = null) => (_text, Number, _weekday) = (text, number, weekday);

    public double? Number { get; }

    /// <summary>The value for people.</summary>
    public string Text => Number switch
    {
        null => _weekday is null ? _text ?? string.Empty : $"{_weekday} {_text}",
        { } number when number == Math.Floor(number) => number.ToString("N0", CultureInfo.InvariantCulture),
        { } number => number.ToString("N1", CultureInfo.InvariantCulture),
    };

    /// <summary>The value without the day of the week, for programs and charts.</summary>
    public string Plain => Number is null ? _text ?? string.Empty : Text;

    public static implicit operator Cell(string? text) => new(text, null);

    public static implicit operator Cell(long number) => new(null, number);

    /// <summary>A day, which people read with the day of the week.</summary>
    public static Cell Of(DateOnly day) =>
        new(day.ToString(DayFormat, CultureInfo.InvariantCulture), null, day.ToString("ddd", CultureInfo.InvariantCulture));

    /// <summary>A time, which people read with the day of the week.</summary>
    public static Cell Of(DateTimeOffset local) => new(
        local.ToString(DayFormat + " HH:mm:ss zzz", CultureInfo.InvariantCulture),
        null,
        local.ToString("ddd", CultureInfo.InvariantCulture));

    /// <summary>An hour, which people read with the day of the week.</summary>
    public static Cell OfHour(DateTimeOffset local) => new(
        local.ToString(DayFormat + " HH:00 zzz", CultureInfo.InvariantCulture),
        null,
        local.ToString("ddd", CultureInfo.InvariantCulture));

    /// <summary>A share in percent, rounded to 0.1 %.</summary>
    public static Cell Percent(long part, long whole) => new(null, whole == 0 ? 0 : Math.Round(100d * part / whole, 1));

    /// <summary>A number, rounded to 0.1.</summary>
    public static Cell Of(double? number) => new(null, number is { } value ? Math.Round(value, 1) : null);

    public JsonNode? ToJson() => Number is { } number ? JsonValue.Create(number) : _text is null ? null : JsonValue.Create(_text);
}
