using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Vectors;

/// <summary>How to write a test vector, and what every verifier must say about it.</summary>
internal sealed record VectorRecipe(string Name, string Description, AuditLogVerdict Verdict, AuditLogProblemCode? Code, Action<VectorLogs> Change)
{
    public Vector Write(string directory, int seed)
    {
        Directory.CreateDirectory(directory);
        using var logs = new VectorLogs(directory, seed);
        Change(logs);
        return new Vector
        {
            Name = Name,
            Description = Description,
            Keys = [.. logs.TrustedKeys.Select(key => Convert.ToBase64String(key.PublicKey.Span))],
            Anchors = [.. logs.Anchors.Select(anchor => anchor.Note)],
            RequireAnchor = logs.RequireAnchor,
            Verdict = Verdict.ToString(),
            Code = (int?)Code,
            Streams = [],
        };
    }
}
