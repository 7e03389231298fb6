using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Vectors;

/// <summary>The streams of a test vector. The records are the same for the same seed; keys and signatures are not.</summary>
internal sealed class VectorLogs : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly Random _random;
    private readonly TemporaryDirectory _scratch = new();

    public VectorLogs(string directory, int seed)
    {
        Directory = directory;
        _random = new Random(seed);
        Key = NewKey();
        TrustedKeys.Add(Key);
    }

    public string Directory { get; }

    public AuditLogSigningKey Key { get; }

    public List<AuditLogSigningKey> TrustedKeys { get; } = [];

    public List<AuditLogCheckpoint> Anchors { get; } = [];

    public bool RequireAnchor { get; set; }

    public AuditLogSigningKey NewKey() => Own(AuditLogSigningKey.Create());

    /// <summary>Starts a stream in the directory of the vector.</summary>
    public LogBuilder Start(string name = "one", string origin = "clinic/1", AuditLogSigningKey? key = null) =>
        Own(new LogBuilder(Path.Combine(Directory, name), origin, key ?? Key));

    /// <summary>Starts a stream that does not belong to the vector.</summary>
    public LogBuilder Elsewhere(string origin = "clinic/1", AuditLogSigningKey? key = null) =>
        Own(new LogBuilder(_scratch[$"{_owned.Count}"], origin, key ?? Key));

    /// <summary>A log of three segments that is valid: 3, 4 and 2 records, and a checkpoint after each.</summary>
    public LogBuilder Clean()
    {
        var log = Start().Sign();
        Fill(log, 3).Sign().Rotate();
        Fill(log, 4).Sign().Rotate();
        return Fill(log, 2).Sign();
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "The records must be the same for the same seed.")]
    public LogBuilder Fill(LogBuilder log, int count)
    {
        for (; count > 0; count--)
        {
            var salt = new byte[16];
            _random.NextBytes(salt);
            log.Add($$"""{"schemaVersion":1,"salt":"{{Convert.ToHexStringLower(salt)}}","text":"{{new string('x', _random.Next(40))}}"}""");
        }

        return log;
    }

    public void Dispose()
    {
        _owned.ForEach(owned => owned.Dispose());
        _scratch.Dispose();
    }

    private T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }
}
