using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Auditing;

/// <summary>A sink whose failure makes a decision a denial. Each write has a limit.</summary>
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

#pragma warning disable CA1031 // Whatever a sink throws, its event is not recorded and the decision becomes a denial.
    public async Task<bool> TryWriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A sink that ignores its cancellation token must not hold the decision, so the wait itself has the limit.
            await _sink.WriteAsync(auditEvent, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
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
