using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tool.Trusts;

/// <summary>A line of the log of the library.</summary>
/// <param name="Id">The number of the event, which <c>docs/configuration.md</c> and <c>docs/keys.md</c> list.</param>
/// <param name="Level">The severity.</param>
/// <param name="Text">The message.</param>
/// <param name="Values">The values of the message.</param>
internal sealed record LogLine(int Id, LogLevel Level, string Text, IReadOnlyList<KeyValuePair<string, object?>> Values)
{
    /// <summary>A weak option: its path and the risk.</summary>
    public const int Weakness = 3;

    public string? this[string name] => Values.FirstOrDefault(value => value.Key == name).Value?.ToString();
}
