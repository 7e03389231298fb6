using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Auditing;

/// <summary>Writes events to a sink with a timeout. If the write fails, the decision becomes a denial.</summary>
internal sealed class RequiredSink
{
    private readonly string _name;
    private readonly IAuditSink _sink;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public RequiredSink(string name, IAuditSink sink, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        _name = name;
        _sink = sink;
        _timeout = timeout;
        _time = time;
        _logger = logger;
    }

#pragma warning disable CA1031 // A sink may throw any exception. Each one means that the event was not written.
    /// <summary>Writes one event.</summary>
    /// <returns>False if the sink failed or the timeout elapsed.</returns>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<bool> TryWriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // The wait itself has the timeout, because a sink may ignore its cancellation token.
            await _sink.WriteAsync(auditEvent, linked.Token).AsTask().WaitAsync(linked.Token).ConfigureAwait(false);
            return true;
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
}
