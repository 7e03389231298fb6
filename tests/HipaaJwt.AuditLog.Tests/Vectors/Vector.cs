namespace HipaaJwt.AuditLog.Tests.Vectors;

/// <summary>One test vector of docs/audit-format.md.</summary>
internal sealed record Vector
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>The trusted keys: SubjectPublicKeyInfo in base64.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required IReadOnlyList<string> Anchors { get; init; }

    public required bool RequireAnchor { get; init; }

    public required string Verdict { get; init; }

    public required int? Code { get; init; }

    public required IReadOnlyList<VectorStream> Streams { get; init; }
}
