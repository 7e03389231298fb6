using System.CommandLine;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Sources;

/// <summary>The log that a command verifies without a record of it: a directory, a PostgreSQL database, or an SQLite file.</summary>
internal sealed class LogSource
{
    private const string Choice = "Name one log: a directory, --connection or --sqlite.";

    private readonly DatabaseOptions _database = new("Instead of a directory");

    private readonly Argument<string?> _directory = new("directory")
    {
        Description = "The directory of the audit log, which contains a directory for each stream.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_directory);
        foreach (var option in _database.All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (_database.CountOf(result.GetValue) + (result.GetValue(_directory) is null ? 0 : 1) != 1)
            {
                result.AddError(Choice);
            }
        });
    }

    /// <returns>The failure if the command line names a log that cannot exist; otherwise null.</returns>
    public Failure? Check(ParseResult parsed) =>
        parsed.GetValue(_directory) is { } directory ? LogDirectory.Check(directory) : _database.Check(parsed);

    /// <summary>Verifies the log that a command line names.</summary>
    public async Task<Found<AuditLogVerification>> VerifyAsync(
        ParseResult parsed, AuditLogVerifier verifier, IProgress<AuditLogProgress>? progress, CancellationToken cancellation)
    {
        if (parsed.GetValue(_directory) is { } directory)
        {
            return await verifier.VerifyAsync(directory, progress, cancellation).ConfigureAwait(false);
        }

        if (!_database.Open(parsed).Is(out var database, out var failure))
        {
            return failure;
        }

        await using (database.ConfigureAwait(false))
        {
            return await verifier.VerifyAsync(database.Log, progress, cancellation).ConfigureAwait(false);
        }
    }
}
