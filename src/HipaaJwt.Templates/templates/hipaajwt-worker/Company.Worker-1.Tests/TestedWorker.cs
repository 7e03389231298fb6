using HipaaJwt;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Company.Worker_1.Tests;

/// <summary>Starts the registrations of the worker. The issuer and its keys belong to the tests.</summary>
public sealed class TestedWorker : IAsyncLifetime
{
    private readonly DirectoryInfo _audit = Directory.CreateTempSubdirectory("audit-");
    private readonly IHost _host;

    public TestedWorker()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Configuration["AuditLog:Directory"] = _audit.FullName;
        builder.AddChartMessages().AddAuditSink<AuditRecorder>(AuditDelivery.Required);
        builder.Services.Configure<HipaaJwtOptions>(options => options.Issuers.Add(Issuer.CreateTrustedIssuer()));
        _host = builder.Build();
    }

    public TestTokenIssuer Issuer { get; } = new();

    public MessageHandler Handler => _host.Services.GetRequiredService<MessageHandler>();

    public AuditRecorder Audit => _host.Services.GetRequiredService<AuditRecorder>();

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Issuer.Dispose();
        _audit.Delete(recursive: true);
    }
}
