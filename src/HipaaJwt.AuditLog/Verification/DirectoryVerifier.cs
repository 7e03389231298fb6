using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Verifies all streams of a directory.</summary>
internal static class DirectoryVerifier
{
    public static async Task<AuditLogVerification> VerifyAsync(
        string directory, AuditLogVerificationOptions options, IProgress<AuditLogProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var streams = StreamDirectories.Find(directory);
            if (Check(directory, streams, options) is { } problem)
            {
                return new AuditLogVerification { Verdict = AuditLogVerdict.NothingChecked, Streams = [], Problem = problem };
            }

            var meter = new ProgressMeter(progress, streams.Sum(LengthOf));
            var results = new List<AuditLogStreamVerification>();
            foreach (var stream in streams)
            {
                results.Add(await VerifyStreamAsync(stream, options, meter, cancellationToken).ConfigureAwait(false));
                meter.Report(stream);
            }

            results =
            [
                .. results.Select(result => IsCopied(result, results) ? Duplicate(result) : result),
                .. MissingStreams.Of(results, options),
            ];
            return new AuditLogVerification { Verdict = results.Max(result => result.Verdict), Streams = results };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new AuditLogVerification
            {
                Verdict = AuditLogVerdict.Invalid,
                Streams = [],
                Problem = ProblemFactory.Unreadable(null, exception),
            };
        }
    }

    private static async Task<AuditLogStreamVerification> VerifyStreamAsync(
        string stream, AuditLogVerificationOptions options, ProgressMeter meter, CancellationToken cancellationToken)
    {
        using var verifier = new StreamVerifier(stream, options, meter, cancellationToken);
        return await verifier.VerifyAsync().ConfigureAwait(false);
    }

    private static AuditLogProblem? Check(string directory, IReadOnlyList<string> streams, AuditLogVerificationOptions options)
    {
        if (!Directory.Exists(directory))
        {
            return ProblemFactory.Of(AuditLogProblemCode.DirectoryMissing, $"The directory does not exist.");
        }

        if (streams.Count == 0)
        {
            return ProblemFactory.Of(AuditLogProblemCode.NoStream, $"The directory contains no stream.");
        }

        return options.Keys.Count > 0
            ? null
            : ProblemFactory.Of(
                AuditLogProblemCode.KeyMissing, $"No key is trusted. Give the verifier key of the stream, from a safe place.");
    }

    private static long LengthOf(string stream) => SegmentFile.List(stream).Sum(segment => new FileInfo(segment.Path).Length);

    private static bool IsCopied(AuditLogStreamVerification result, IEnumerable<AuditLogStreamVerification> results) =>
        result.Origin is not null && result.Problem is null && results.Count(other => other.Origin == result.Origin) > 1;

    private static AuditLogStreamVerification Duplicate(AuditLogStreamVerification result) => result with
    {
        Verdict = AuditLogVerdict.Invalid,
        Problem = ProblemFactory.Of(AuditLogProblemCode.DuplicateOrigin, $"Another directory contains the same stream."),
    };
}
