namespace HipaaJwt.AuditLog.Verification;

/// <summary>Finds streams that are trusted and missing.</summary>
internal static class MissingStreams
{
    /// <summary>Streams that keys and anchors name. A stream whose name cannot be read may be any of them, and is invalid anyway.</summary>
    public static IEnumerable<AuditLogStreamVerification> Of(
        List<AuditLogStreamVerification> results, AuditLogVerificationOptions options) =>
        options.Keys.Select(key => key.Name)
            .Concat(options.Anchors.Select(anchor => anchor.Origin))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Where(origin => results.TrueForAll(result => result.Origin is not null && result.Origin != origin))
            .Order(StringComparer.Ordinal)
            .Select(StreamResult.Missing);
}
