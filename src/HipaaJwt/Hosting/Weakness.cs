using HipaaJwt.Policy;

namespace HipaaJwt.Hosting;

/// <summary>A weak option.</summary>
/// <param name="Path">The path of the option, as the person wrote it.</param>
/// <param name="Text">The risk and the remedy.</param>
internal sealed record Weakness(string Path, string Text)
{
    public Weakness(OptionPath path, string text)
        : this(path.ToString(), text)
    {
    }
}
