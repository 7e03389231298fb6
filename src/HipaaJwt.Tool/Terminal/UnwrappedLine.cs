using Spectre.Console.Rendering;

namespace HipaaJwt.Tool.Terminal;

/// <summary>A line that is written whole, however narrow the terminal is, so that it can be copied.</summary>
internal sealed class UnwrappedLine : IRenderable
{
    public UnwrappedLine(string text) => Text = SafeText.Of(text);

    public string Text { get; }

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Text.Length, Text.Length);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(Text)];
}
