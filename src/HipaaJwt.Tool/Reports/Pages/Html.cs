using System.Text;
using System.Text.Encodings.Web;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reports.Pages;

/// <summary>
/// Writes HTML. Data reach the page only as encoded text or as encoded values of attributes. Characters that change the direction of text
/// or are invisible are escaped first.
/// </summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds markup. It must be a constant, or be made of numbers alone.</summary>
    public Html Markup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public Html Text(string? text)
    {
        _text.Append(HtmlEncoder.Default.Encode(SafeText.Of(text)));
        return this;
    }

    /// <summary>Adds an element that contains only text.</summary>
    /// <param name="name">The name of the element.</param>
    /// <param name="text">The text.</param>
    /// <param name="attributes">The attributes.</param>
    public Html Element(string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(name, attributes).Text(text).Markup($"</{name}>");

    /// <summary>Opens an element. Attributes without a value are left out.</summary>
    public Html Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _text.Append(' ').Append(attribute).Append("=\"").Append(HtmlEncoder.Default.Encode(SafeText.Of(value))).Append('"');
            }
        }

        _text.Append('>');
        return this;
    }

    public override string ToString() => _text.ToString();
}
