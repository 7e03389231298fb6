using Spectre.Console;
using Spectre.Console.Rendering;
using Phrase = Spectre.Console.Text;

namespace HipaaJwt.Tool.Terminal;

/// <summary>Text for people. All of it is escaped: none is read as markup, and no control character passes.</summary>
internal sealed class TextReport
{
    private readonly List<IRenderable> _parts = [];

    public IReadOnlyList<IRenderable> Parts => _parts;

    public TextReport Line(string text, Tone tone = Tone.Plain)
    {
        _parts.Add(new Phrase(SafeText.Of(text), StyleOf(tone)));
        return this;
    }

    /// <summary>Adds a line that never wraps, such as a token.</summary>
    public TextReport Whole(string text)
    {
        _parts.Add(new UnwrappedLine(text));
        return this;
    }

    /// <summary>Adds lines of a name and a value each, in two columns. Pairs without a value are left out.</summary>
    public TextReport Pairs(params IEnumerable<(string Name, string? Value)> pairs)
    {
        var shown = pairs.Where(pair => pair.Value is not null).Select(pair => (Name: SafeText.Of(pair.Name), pair.Value)).ToArray();
        var width = shown.Select(pair => pair.Name.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in shown)
        {
            Line($"  {name.PadRight(width)}  {value}");
        }

        return this;
    }

    public TextReport Table(IEnumerable<string> headers, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Phrase(header, StyleOf(Tone.Strong))).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Phrase(SafeText.Of(cell))));
        }

        _parts.Add(table);
        return this;
    }

    public static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Quiet => new Style(Color.Grey),
        _ => Style.Plain,
    };
}
