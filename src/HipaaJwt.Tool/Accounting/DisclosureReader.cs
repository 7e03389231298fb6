using HipaaJwt.Tool.Proofs;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;

namespace HipaaJwt.Tool.Accounting;

/// <summary>Finds the disclosures of one patient and proves each.</summary>
internal sealed class DisclosureReader
{
    public required AuditLogReader Reader { get; init; }

    public required OpenLog Log { get; init; }

    /// <summary>The directory that receives the proofs.</summary>
    public required string Target { get; init; }

    /// <summary>Whether accesses that name no recipient count: those of the organization's own users.</summary>
    public bool IncludeAllAccess { get; init; }

    /// <summary>The purposes of use that are left out, such as <c>TREAT</c>.</summary>
    public required IReadOnlyCollection<string> ExcludedPurposes { get; init; }

    public async Task<Found<List<Disclosure>>> ReadAsync(AuditLogQuery query, CancellationToken cancellation)
    {
        List<Disclosure> disclosures = [];
        await foreach (var entry in Log.ReadAsync(Reader, query, cancellation).ConfigureAwait(false))
        {
            if (entry.Event is { } auditEvent && IsDisclosure(auditEvent))
            {
                var proved = await Log.ProveAsync(entry.Origin, entry.Index, cancellation).ConfigureAwait(false);
                if (proved.IsProved && Write(entry, proved.Proof) is { } failure)
                {
                    return failure;
                }

                var proof = proved.IsProved ? ProofFiles.NameOf(entry.Origin, entry.Index) : null;
                disclosures.Add(new Disclosure(entry, auditEvent, proof, proved.Problem is { } problem ? ProblemText.Of(problem) : null));
            }
        }

        return disclosures;
    }

    private Failure? Write(AuditLogEntry entry, AuditLogProof proof) =>
        ProofFiles.Write(Path.Combine(Target, ProofFiles.NameOf(entry.Origin, entry.Index)), proof, entry);

    private bool IsDisclosure(AuditEvent auditEvent) =>
        auditEvent is { Type: AuditEventType.AccessGranted, Outcome: AuditOutcome.Success }
        && (IncludeAllAccess || auditEvent.Recipient is not null)
        && !ExcludedPurposes.Contains(auditEvent.PurposeOfUse ?? string.Empty);
}
