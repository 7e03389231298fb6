namespace HipaaJwt.AuditLog.Tests.Support;

internal static class VerificationExtensions
{
    /// <summary>Verifies the stream with its own key and with the given anchors.</summary>
    public static async Task<AuditLogStreamVerification> VerifyAsync(this LogBuilder log, params AuditLogCheckpoint[] anchors)
    {
        var options = new AuditLogVerificationOptions { Keys = { log.Key.VerifierKey } };
        Array.ForEach(anchors, options.Anchors.Add);
        var verification = await new AuditLogVerifier(options).VerifyAsync(log.Directory, null, TestContext.Current.CancellationToken);
        return verification.Streams.First(stream => stream.Directory == log.Directory);
    }

    /// <summary>Verifies a directory with some keys.</summary>
    public static Task<AuditLogVerification> VerifyAsync(this AuditLogVerificationOptions options, string directory) =>
        new AuditLogVerifier(options).VerifyAsync(directory, null, TestContext.Current.CancellationToken);
}
