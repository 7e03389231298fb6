namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>A signing key in a file that only this user can read.</summary>
internal sealed class AuditKey : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-audit-key-").FullName;

    public AuditKey()
    {
        using var key = AuditLogSigningKey.Create();
        Verifier = key.VerifierKey;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(Path, options);
        writer.Write(key.ToPem());
    }

    public string Path => System.IO.Path.Combine(_folder, "audit.key");

    public AuditLogVerifierKey Verifier { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
