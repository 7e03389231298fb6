using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>A directory with an audit log that real writers wrote, a cursor and an output.</summary>
internal sealed class ExportLab : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hipaajwt-fhir").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddHttpClient().BuildServiceProvider();

    public ExportLab() => Options = new FhirAuditExportOptions { Directory = LogDirectory, OutputFile = Output };

    public string LogDirectory => Path.Combine(_root, "audit");

    public string Output => Path.Combine(_root, "audit.ndjson");

    public string Cursor => Path.Combine(LogDirectory, "fhir-export.cursor");

    public string DeadLetters => Path.Combine(_root, "dead.ndjson");

    public FhirAuditExportOptions Options { get; }

    public IHttpClientFactory Clients => _services.GetRequiredService<IHttpClientFactory>();

    public RecordingTime Time { get; } = new();

    /// <summary>Copies a directory with its subdirectories.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Writes events, and closes the log, so that its checkpoint covers them.</summary>
    public async Task WriteAsync(params IReadOnlyList<AuditEvent> events)
    {
        await using var log = await FileAuditLog.OpenAsync(
            new FileAuditLogOptions { Directory = LogDirectory, Service = "clinic", AllowVolatileFileSystem = true },
            new FakeTimeProvider(Events.Now));
        foreach (var auditEvent in events)
        {
            await log.WriteAsync(auditEvent);
        }
    }

    /// <summary>The events of the log in their order, without those of the log about itself.</summary>
    public async Task<IReadOnlyList<Guid>> IdsAsync() =>
        [.. (await AllAsync()).Select(auditEvent => auditEvent.Id)];

    public async Task<IReadOnlyList<AuditEvent>> AllAsync() =>
        [.. await new AuditLogReader().ReadAsync(LogDirectory, new AuditLogQuery()).Select(entry => entry.Event!).ToListAsync()];

    public FhirAuditExporter Create() => new(Options, Clients, Time);

    /// <summary>Lets an export to the endpoint run with a fake clock.</summary>
    public FhirAuditExporter CreateFor(FhirEndpoint endpoint, bool usePut = true)
    {
        (Options.OutputFile, Options.Endpoint, Options.UsePut) = (null, endpoint.Address, usePut);
        return Create();
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}
