namespace HipaaJwt.Tool.Terminal;

/// <summary>What a line means, which a terminal shows as a color.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Good,
    Warning,
    Bad,
    Quiet,
}
