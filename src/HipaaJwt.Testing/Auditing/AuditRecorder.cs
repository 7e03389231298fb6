using HipaaJwt.Testing.Auditing;

namespace HipaaJwt;

/// <summary>
/// Records the audit events of a host, and checks them with assertions that read as sentences. The kit adds it as a required sink, so the
/// event of a decision is recorded before its response is sent. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// factory.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied)
///     .By("dr.rivera").Because(JwtErrorCode.PermissionMissing).For("GET /chart");
/// </code>
/// </example>
public sealed class AuditRecorder : INonBlockingAuditSink
{
    private static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<AuditEvent> _events = [];
    private TaskCompletionSource _next = NewSignal();

    /// <summary>The events so far, in the order of their recording.</summary>
    public IReadOnlyList<AuditEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        lock (_lock)
        {
            _events.Add(auditEvent);
            _next.TrySetResult();
            _next = NewSignal();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Requires that an event of a type was recorded.</summary>
    /// <param name="type">The type.</param>
    /// <returns>A sentence that further calls complete, such as <c>.By("dr.rivera")</c>.</returns>
    /// <exception cref="AuditAssertionException">No such event was recorded. The message lists those that were.</exception>
    public AuditAssertion ShouldHave(AuditEventType type) => AuditAssertion.Start(Events, type);

    /// <summary>Requires that no event of a type was recorded.</summary>
    /// <param name="type">The type.</param>
    /// <param name="subject">The subject of the excluded event; any by default.</param>
    /// <exception cref="AuditAssertionException">Such an event was recorded. The message lists all events.</exception>
    public void ShouldNotHave(AuditEventType type, string? subject = null)
    {
        var events = Events;
        if (events.Any(recorded => recorded.Type == type && (subject is null || recorded.Subject == subject)))
        {
            throw new AuditAssertionException(
                $"Expected no event {type}{(subject is null ? string.Empty : $" by {subject}")}. {RecordedEvents.Describe(events)}");
        }
    }

    /// <summary>
    /// Waits until an assertion holds. Use it for events that are recorded after the response, such as those of background work.
    /// </summary>
    /// <param name="assertion">The assertion. It runs again after each recorded event.</param>
    /// <param name="within">The longest wait, by the system's clock; 5 seconds by default.</param>
    /// <returns>A task that completes as soon as the assertion holds.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="assertion"/> is null.</exception>
    /// <exception cref="AuditAssertionException">The assertion did not hold in time. The message is that of the last attempt.</exception>
    /// <example>
    /// <code>await audit.EventuallyAsync(a => a.ShouldHave(AuditEventType.SessionEnded).By("dr.rivera"));</code>
    /// </example>
    public async Task EventuallyAsync(Action<AuditRecorder> assertion, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        var bound = Task.Delay(within ?? DefaultBound, TimeProvider.System);
        while (true)
        {
            var next = NextEvent();
            try
            {
                assertion(this);
                return;
            }
            catch (AuditAssertionException) when (!bound.IsCompleted)
            {
                await Task.WhenAny(next, bound).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Forgets the events so far, for example those of the arrangement of a test.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _events.Clear();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task NextEvent()
    {
        lock (_lock)
        {
            return _next.Task;
        }
    }
}
