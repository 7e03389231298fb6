namespace HipaaJwt.Tool.Tests.Support;

/// <summary>An audit log that a service has written, its keys and its anchor, and the tool beside it.</summary>
internal sealed class ClinicLog : IDisposable
{
    private const string Service = "clinic";

    private readonly TempFolder _folder = new();

    private ClinicLog()
    {
        System.IO.Directory.CreateDirectory(AnchorDirectory);
    }

    public string Directory => _folder["audit"];

    public string AnchorDirectory => _folder["anchor"];

    public string KeyFile => _folder["clinic.key"];

    /// <summary>The public key of the service.</summary>
    public string PublicKey => _folder["clinic.pem"];

    /// <summary>The public key of the tool.</summary>
    public string ToolKey => _folder["tool.pem"];

    /// <summary>The folder of the configuration of the person who uses the tool.</summary>
    public string Configuration => _folder["configuration"];

    public string Origin { get; private set; } = string.Empty;

    public string StreamDirectory { get; private set; } = string.Empty;

    public string Segment => System.IO.Directory.EnumerateFiles(StreamDirectory, "*.jsonl").Order(StringComparer.Ordinal).First();

    public string this[string name] => _folder[name];

    public static async Task<ClinicLog> CreateAsync(params AuditEvent[] events)
    {
        var clinic = new ClinicLog();
        await clinic.WriteAsync(events);
        await File.WriteAllTextAsync(clinic.PublicKey, (await ToolRun.Of("audit", "keys", "public", clinic.KeyFile)).Output);
        return clinic;
    }

    /// <summary>The events of a morning: an access of two patients, a disclosure, and a denial with hostile text.</summary>
    public static AuditEvent[] Morning(TimeProvider time) =>
    [
        Access(time, "dr-1", "p-7") with { Action = AuditAction.Read, ResourceType = "Chart", PurposeOfUse = "TREAT" },
        Access(time, "dr-2", "p-8") with { Action = AuditAction.Read, ResourceType = "Chart" },
        Access(time, "dr-1", "p-7") with
        {
            Action = AuditAction.Read,
            ResourceType = "Chart",
            Recipient = "=cmd(), \"County\" health department",
            PurposeOfUse = "PUBHLTH",
            SecurityLabels = ["42CFRPart2"],
        },
        Access(time, "dr-9", "p-7") with
        {
            Type = AuditEventType.AccessDenied,
            ReasonCode = JwtErrorCode.RequirementNotMet,
            Resource = "\u001b[2J\u202e[red]evil[/]\n",
        },
    ];

    public static Task<ClinicLog> CreateMorningAsync() => CreateAsync(Morning(TimeProvider.System));

    public async Task WriteAsync(params AuditEvent[] events)
    {
        var log = await FileAuditLog.OpenAsync(
            new FileAuditLogOptions
            {
                Directory = Directory,
                Service = Service,
                SigningKeyFile = KeyFile,
                AnchorDirectory = AnchorDirectory,
                AllowVolatileFileSystem = true,
            },
            TimeProvider.System);
        await using (log)
        {
            (Origin, StreamDirectory) = (log.Origin, log.StreamDirectory);
            foreach (var auditEvent in events)
            {
                await log.WriteAsync(auditEvent);
            }
        }
    }

    /// <summary>Runs a command that records its use.</summary>
    public Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(arguments, CancellationToken.None);

    public Task<ToolRun> RunAsync(string[] arguments, CancellationToken cancellation) =>
        ToolRun.With(configuration: Configuration).RunAsync([.. arguments, "--allow-volatile-file-system"], cancellation);

    /// <summary>Runs a command that records nothing.</summary>
    public Task<ToolRun> RunPlainAsync(params string[] arguments) => ToolRun.With(configuration: Configuration).RunAsync(arguments);

    /// <summary>Verifies everything in the directory, the stream of the tool too.</summary>
    public async Task<ToolRun> VerifyAsync(params string[] options)
    {
        await File.WriteAllTextAsync(
            ToolKey, (await ToolRun.Of("audit", "keys", "public", Path.Combine(Configuration, "audit-key.pem"))).Output);
        return await ToolRun.Of(["audit", "verify", Directory, "--key", PublicKey, "--key", ToolKey, .. options]);
    }

    /// <summary>The records in the streams of the tool.</summary>
    public string[] ToolRecords() =>
    [
        .. System.IO.Directory.EnumerateDirectories(Directory, "hipaa-jwt-*")
            .SelectMany(stream => System.IO.Directory.EnumerateFiles(stream, "*.jsonl").Order(StringComparer.Ordinal))
            .SelectMany(File.ReadAllLines)
            .Where(line => !line.StartsWith('{')),
    ];

    public void Dispose() => _folder.Dispose();

    private static AuditEvent Access(TimeProvider time, string user, string patient) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        Time = time.GetUtcNow(),
        Type = AuditEventType.AccessGranted,
        Issuer = "https://idp.hospital.example",
        Subject = user,
        Patient = patient,
    };
}
