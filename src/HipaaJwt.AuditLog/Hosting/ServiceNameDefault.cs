using HipaaJwt.AuditLog.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AuditLog.Hosting;

/// <summary>Names the streams of a service after the application.</summary>
internal sealed class ServiceNameDefault : IPostConfigureOptions<FileAuditLogOptions>
{
    private readonly IHostEnvironment? _environment;

    public ServiceNameDefault(IHostEnvironment? environment = null) => _environment = environment;

    public void PostConfigure(string? name, FileAuditLogOptions options) => Apply(options, _environment);

    public static void Apply(AuditLogOptions options, IHostEnvironment? environment)
    {
        if (options.Service is null && environment?.ApplicationName is { Length: > 0 and <= 64 } application
            && NoteSignature.IsName(application))
        {
            options.Service = application;
        }
    }
}
