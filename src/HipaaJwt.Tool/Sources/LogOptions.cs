using System.CommandLine;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;

namespace HipaaJwt.Tool.Sources;

/// <summary>
/// The log that a command reads: all streams of a directory, in which the tool also records its use, and with an option the stream of a
/// database.
/// </summary>
internal sealed class LogOptions
{
    private readonly Argument<string> _directory = new("directory")
    {
        Description = "The directory of the audit log, which contains a directory for each stream. With --connection or --sqlite, the "
            + "directory in which the tool records its use. Its streams are read too.",
    };

    private readonly DatabaseOptions _database = new("The log is also in a database");

    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _directory);
        foreach (var option in _database.All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (_database.CountOf(result.GetValue) > 1)
            {
                result.AddError("Name one database: --connection or --sqlite.");
            }
        });
    }

    /// <summary>Opens the log that a command line names, uses it, and closes it.</summary>
    public async Task<Report> UseAsync(ParseResult parsed, Func<OpenLog, Task<Report>> use, CancellationToken cancellation)
    {
        if (!(await OpenAsync(parsed, cancellation).ConfigureAwait(false)).Is(out var log, out var failure))
        {
            return failure;
        }

        await using (log.ConfigureAwait(false))
        {
            return await use(log).ConfigureAwait(false);
        }
    }

    private async Task<Found<OpenLog>> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var directory = parsed.GetRequiredValue(_directory);
        if ((LogDirectory.Check(directory) ?? _database.Check(parsed)) is { } missing)
        {
            return missing;
        }

        if (_database.CountOf(parsed.GetValue) == 0)
        {
            return new OpenLog(directory);
        }

#pragma warning disable CA2000 // The log disposes it.
        return _database.Open(parsed).Is(out var database, out var failure)
#pragma warning restore CA2000
            ? await OpenAsync(directory, database, cancellation).ConfigureAwait(false)
            : failure;
    }

    private static async Task<Found<OpenLog>> OpenAsync(string directory, OpenDatabase database, CancellationToken cancellation)
    {
        AuditLogDatabaseState? state = null;
        try
        {
            state = await Task.Run(() => database.Log.ReadStateAsync(cancellation).AsTask(), cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (state is null)
            {
                await database.DisposeAsync().ConfigureAwait(false);
            }
        }

        return state is null
            ? Failure.NotFound("the database contains no audit log.")
            : new OpenLog(directory, database, state.Head.Origin);
    }
}
