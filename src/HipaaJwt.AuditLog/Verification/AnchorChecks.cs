using HipaaJwt.AuditLog.Problems;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Checks the anchors of a stream before they are compared with it.</summary>
internal static class AnchorChecks
{
    /// <param name="anchors">The anchors of the stream.</param>
    /// <param name="keys">The trusted keys.</param>
    /// <param name="first">The index of the first record that is left.</param>
    public static AuditLogProblem? Check(List<AuditLogCheckpoint> anchors, IEnumerable<AuditLogVerifierKey> keys, long first)
    {
        if (anchors.Find(anchor => !keys.Any(key => key.Verifies(anchor))) is { } unsigned)
        {
            return ProblemFactory.Of(
                AuditLogProblemCode.AnchorSignatureInvalid, $"The signature of the anchor at {unsigned.Size} is not by a trusted key.");
        }

        return anchors.Count > 0 && anchors.TrueForAll(anchor => anchor.Size < first)
            ? ProblemFactory.Of(AuditLogProblemCode.AnchorTooOld, $"All anchors are older than record {first}, the first one that is left.")
            : null;
    }
}
