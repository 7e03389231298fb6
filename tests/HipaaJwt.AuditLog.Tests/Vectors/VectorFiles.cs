using System.Reflection;
using System.Text.Json;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Vectors;

/// <summary>The test vectors in the repository.</summary>
internal static class VectorFiles
{
    public const string Index = "index.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Repository { get; } = typeof(VectorFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    public static string Folder { get; } = Path.Combine(Repository, "tests", "vectors", "audit-log");

    public static IReadOnlyList<Vector> Read() =>
        JsonSerializer.Deserialize<List<Vector>>(File.ReadAllText(Path.Combine(Folder, Index)), Options)!;

    public static void Write(IReadOnlyList<Vector> vectors) =>
        File.WriteAllText(Path.Combine(Folder, Index), JsonSerializer.Serialize(vectors, Options) + "\n");

    /// <summary>What the library says about a vector, in the words of the index.</summary>
    public static async Task<Vector> VerifyAsync(Vector vector)
    {
        var options = new AuditLogVerificationOptions { RequireAnchor = vector.RequireAnchor };
        foreach (var key in vector.Keys)
        {
            AuditLogVerifierKey.TryParsePem($"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----\n", out var parsed).Should().BeTrue();
            options.Keys.Add(parsed!);
        }

        foreach (var note in vector.Anchors)
        {
            AuditLogCheckpoint.TryParse(note, out var anchor).Should().BeTrue();
            options.Anchors.Add(anchor!);
        }

        var verification = await options.VerifyAsync(Path.Combine(Folder, vector.Name));
        return vector with
        {
            Verdict = verification.Verdict.ToString(),
            Code = (int?)(verification.Problem ?? verification.Streams.Select(stream => stream.Problem).FirstOrDefault(problem => problem is not null))?.Code,
            Streams = [.. verification.Streams.Where(stream => stream.Directory is not null).Select(ResultOf)],
        };
    }

    private static VectorStream ResultOf(AuditLogStreamVerification stream) => stream.Problem is null
        ? new VectorStream(stream.Origin, stream.Verdict.ToString(), stream.Events, stream.RedactedEvents, stream.VoidBytes)
        : new VectorStream(stream.Origin, stream.Verdict.ToString(), null, null, null);
}
