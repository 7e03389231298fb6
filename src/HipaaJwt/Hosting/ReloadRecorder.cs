using HipaaJwt.Policy;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Hosting;

/// <summary>
/// Writes an audit event when options change while the host runs. The change is in effect already: if a required sink fails, it fails the
/// decisions too.
/// </summary>
internal sealed class ReloadRecorder : IHostedService
{
    private const int MaxNames = 10;

    private readonly IEnumerable<Trust> _trusts;
    private readonly IAuditTrail _trail;

    public ReloadRecorder(IEnumerable<Trust> trusts, IAuditTrail trail)
    {
        _trusts = trusts;
        _trail = trail;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var trust in _trusts)
        {
            trust.Policies.OnReload(reload => _ = RecordAsync(trust, reload));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RecordAsync(Trust trust, OptionsReload reload) => await _trail.RecordAsync(new AuditEvent
    {
        Type = AuditEventType.ConfigurationChanged,
        Outcome = reload.IsAccepted ? AuditOutcome.Success : AuditOutcome.Failure,
        Action = AuditAction.Update,
        Resource = Describe(reload),
        ResourceType = nameof(HipaaJwtOptions),
        ResourceId = trust.Name.Length == 0 ? nameof(HipaaJwtOptions) : $"{nameof(HipaaJwtOptions)}(\"{trust.Name}\")",
    }).ConfigureAwait(false);

    private static string? Describe(OptionsReload reload)
    {
        string[] changes = [.. Names("issuers added", reload.Added), .. Names("issuers removed", reload.Removed)];
        return changes.Length == 0 ? null : string.Join("; ", changes);
    }

    private static IEnumerable<string> Names(string change, IReadOnlyList<string> issuers)
    {
        if (issuers.Count > 0)
        {
            var more = issuers.Count > MaxNames ? $" and {issuers.Count - MaxNames} more" : string.Empty;
            yield return $"{change}: {string.Join(", ", issuers.Take(MaxNames))}{more}";
        }
    }
}
