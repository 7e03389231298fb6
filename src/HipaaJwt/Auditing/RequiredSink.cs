using HipaaJwt.Calls;
using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Auditing;

/// <summary>Writes events to a sink with a timeout. If the write fails, the decision becomes a denial.</summary>
internal sealed class RequiredSink
{
    private readonly string _name;
    private readonly IAuditSink _sink;
    private readonly ILogger _logger;
    private readonly TimeLimitedCalls? _calls;

    public RequiredSink(string name, IAuditSink sink, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        _name = name;
        _sink = sink;
        _logger = logger;

        // A sink of the application may block its thread. The logging sink writes synchronously, like every other log line.
        _calls = sink is LoggingAuditSink or INonBlockingAuditSink ? null : new TimeLimitedCalls($"HipaaJwt {name}", timeout, time);
    }

#pragma warning disable CA1031 // A sink may throw any exception. Each one means that the event was not written.
    /// <summary>Writes one event.</summary>
    /// <returns>False if the sink failed or the timeout elapsed.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<bool> TryWriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        try
        {
            return _calls is null
                ? await WriteAsync((_sink, auditEvent), cancellationToken).ConfigureAwait(false)
                : await _calls.RunAsync((_sink, auditEvent), WriteAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            Log.RequiredSinkFailed(_logger, _name, exception.GetType().Name);
            return false;
        }
    }
#pragma warning restore CA1031

    private static async ValueTask<bool> WriteAsync((IAuditSink Sink, AuditEvent Event) write, CancellationToken cancellationToken)
    {
        await write.Sink.WriteAsync(write.Event, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
