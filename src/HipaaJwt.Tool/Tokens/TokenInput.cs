using System.CommandLine;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Tokens;

/// <summary>
/// Reads a token from the standard input, from a file, or from the command line, where the history of the shell keeps it.
/// </summary>
internal sealed class TokenInput
{
    private const string ArgumentWarning =
        "the token is an argument, so the history of the shell and the list of processes show it. Use --file or the standard input.";

    private const int MaxLength = 64 * 1024;
    private const string Scheme = "Bearer";

    public Argument<string?> Token { get; } = new("token")
    {
        Description = "The token, or - for the standard input. Without it, the token is read from the standard input.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> File { get; } = new("--file") { Description = "A file that contains the token.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(Token);
        command.Add(File);
    }

    /// <summary>Warns of a token on the command line.</summary>
    public IReadOnlyList<string> WarningsOf(ParseResult parsed) => parsed.GetValue(Token) is null or "-" ? [] : [ArgumentWarning];

    public async Task<Found<string>> ReadAsync(ParseResult parsed, ToolEnvironment environment, CancellationToken cancellation)
    {
        var (argument, file) = (parsed.GetValue(Token), parsed.GetValue(File));
        if (argument is not null && file is not null)
        {
            return Failure.Usage("give the token once: as an argument or with --file.");
        }

        if (file is not null)
        {
            return TextFiles.Read(file, "the file").Is(out var text, out var failure) ? Clean(text) : failure;
        }

        return argument is null or "-" ? await ReadInputAsync(environment, cancellation).ConfigureAwait(false) : Clean(argument);
    }

    private static async Task<Found<string>> ReadInputAsync(ToolEnvironment environment, CancellationToken cancellation)
    {
        if (!environment.IsInputRedirected)
        {
            await environment.Error.WriteAsync("Paste the token and press Enter: ").ConfigureAwait(false);
            return Clean(await environment.Input.ReadLineAsync(cancellation).ConfigureAwait(false) ?? string.Empty);
        }

        var buffer = new char[MaxLength + 1];
        var length = await environment.Input.ReadBlockAsync(buffer, cancellation).ConfigureAwait(false);
        return Clean(new string(buffer, 0, length));
    }

    private static Found<string> Clean(string text)
    {
        var token = text.Trim();
        if (token.Split(' ', 2) is [var scheme, .. var rest] && scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            token = string.Concat(rest).TrimStart();
        }

        return token.Length switch
        {
            0 => Failure.Usage("no token was given. Write it to the standard input, or name a file with --file."),
            > MaxLength => Failure.Invalid("the token is longer than 64 KiB."),
            _ => token,
        };
    }
}
