namespace HipaaJwt;

/// <summary>The export of an audit log as FHIR R4 AuditEvent resources. Set <see cref="Endpoint"/> or <see cref="OutputFile"/>.</summary>
public sealed class FhirAuditExportOptions
{
    /// <summary>The name of the HTTP client that sends resources. Configure its credentials and its proxy by this name.</summary>
    /// <example>
    /// <code>
    /// services.AddHttpClient(FhirAuditExportOptions.HttpClientName).AddHttpMessageHandler&lt;RepositoryCredentials&gt;();
    /// </code>
    /// </example>
    public const string HttpClientName = "HipaaJwt.Fhir";

    /// <summary>Creates options with their defaults.</summary>
    public FhirAuditExportOptions()
        : this(new FhirAuditOptions())
    {
    }

    internal FhirAuditExportOptions(FhirAuditOptions mapping) => Mapping = mapping;

    /// <summary>The directory of the audit log: of one stream, or with one subdirectory for each stream.</summary>
    /// <value>
    /// By default the directory of <c>AddFileAuditLog</c>. Required without it, unless the log is in a database: then it must be empty.
    /// </value>
    public string Directory { get; set; } = string.Empty;

    /// <summary>The file that remembers, for each stream, what has been exported. Each receiver needs a file of its own.</summary>
    /// <value>
    /// By default <c>fhir-export.cursor</c> in <see cref="Directory"/>. Required if the log is in a database.
    /// </value>
    public string? CursorFile { get; set; }

    /// <summary>
    /// The base address of the FHIR server that receives the resources (RESTful ATNA), such as <c>https://arr.hospital.example/fhir</c>.
    /// </summary>
    /// <value>None by default. HTTPS, or HTTP to this machine.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// The file to which the resources are appended, one on each line (NDJSON). Only the user of the process may read it.
    /// </summary>
    /// <value>None by default.</value>
    public string? OutputFile { get; set; }

    /// <summary>
    /// Sends each resource by PUT to its own identifier, so that a retry replaces it. The server must allow clients to choose identifiers.
    /// </summary>
    /// <value>
    /// <see langword="false"/> by default: POST, which every server supports. If an answer is lost, the server then has the event twice.
    /// </value>
    public bool UsePut { get; set; }

    /// <summary>How long the export waits for the answer to one resource, 100 ms to 5 min.</summary>
    /// <value>30 s by default.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The interval at which the export looks for new events, 10 ms to 5 min.</summary>
    /// <value>1 s by default.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a granted access waits for the <see cref="AuditEventType.RequestCompleted"/> event of its request, 0 to 5 min. Later, the
    /// decision and the completion are exported as two resources. Set 0 if <see cref="AuditOptions.RecordCompletedRequests"/> is not set.
    /// </summary>
    /// <value>10 s by default.</value>
    public TimeSpan CompletionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The number of events of each stream that may wait in memory, 1 to 100,000. One event takes at most about 32 KiB.</summary>
    /// <value>4,096 by default.</value>
    public int MaxWaitingEvents { get; set; } = 4_096;

    /// <summary>The delay before the first retry, 10 ms to 1 min. It doubles with each failure and varies by up to half.</summary>
    /// <value>1 s by default.</value>
    public TimeSpan MinRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest delay before a retry, from <see cref="MinRetryDelay"/> to 1 h. A <c>Retry-After</c> of the server is limited to 1 h.
    /// </summary>
    /// <value>5 min by default.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The file that receives the resources that the server rejects with 400 or 422, and records that cannot be read. The export then goes
    /// on without them. The start logs a warning, because the receiver is no longer complete.
    /// </summary>
    /// <value>None by default: such a resource stops the export, and the health check reports it.</value>
    public string? DeadLetterFile { get; set; }

    /// <summary>How events become resources.</summary>
    public FhirAuditOptions Mapping { get; }

    internal string CursorPath => CursorFile ?? Path.Combine(Directory, "fhir-export.cursor");
}
