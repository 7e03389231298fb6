using System.Globalization;

namespace HipaaJwt.Policy;

/// <summary>
/// The path of an option in the notation of the place where it was set: <c>HipaaJwt:Issuers:0:Audiences</c> in configuration,
/// <c>HipaaJwtOptions.Issuers[0].Audiences</c> in code.
/// </summary>
internal readonly record struct OptionPath
{
    private readonly string _text;
    private readonly bool _isConfiguration;

    private OptionPath(string text, bool isConfiguration)
    {
        _text = text;
        _isConfiguration = isConfiguration;
    }

    /// <summary>Creates the path of a configuration section. The path of the configuration root is empty.</summary>
    public static OptionPath InConfiguration(string path) => new(path, isConfiguration: true);

    /// <summary>Creates a path from a C# expression.</summary>
    public static OptionPath InCode(string expression) => new(expression, isConfiguration: false);

    public OptionPath Member(string name) => _isConfiguration ? Below(name) : new OptionPath($"{_text}.{name}", isConfiguration: false);

    public OptionPath Item(int index)
    {
        var text = index.ToString(CultureInfo.InvariantCulture);
        return Item(text, text);
    }

    public OptionPath Item(string key) => Item(key, $"\"{key}\"");

    public override string ToString() => _text;

    private OptionPath Item(string key, string index) =>
        _isConfiguration ? Below(key) : new OptionPath($"{_text}[{index}]", isConfiguration: false);

    private OptionPath Below(string key) => new(_text.Length == 0 ? key : $"{_text}:{key}", isConfiguration: true);
}
