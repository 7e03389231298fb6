using HipaaJwt.Stores.Tests.Sqlite;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>A host opens its audit log in a database before everything else and closes it after everything else.</summary>
public sealed class AuditLogHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestIssuer _issuer = new();
    private readonly AuditKey _key = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _key.Dispose();
        _issuer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Writes_events_from_the_start_to_the_stop_and_reports_its_health()
    {
        using (var host = Build(_key.Path))
        {
            var trail = host.Services.GetRequiredService<IAuditTrail>();
            var health = host.Services.GetRequiredService<HealthCheckService>();
            (await trail.RecordAsync(Event(), Cancellation)).Should().BeFalse("the host has not started");
            (await health.CheckHealthAsync(Cancellation)).Status.Should().Be(HealthStatus.Unhealthy);

            await host.StartAsync(Cancellation);

            (await trail.RecordAsync(Event(), Cancellation)).Should().BeTrue();
            var report = await health.CheckHealthAsync(Cancellation);
            report.Status.Should().Be(HealthStatus.Healthy);
            report.Entries["hipaajwt-audit-log"].Data["events"].Should().Be(2L);
            await host.StopAsync(Cancellation);
        }

        _folder.Execute("SELECT count(*) FROM hipaa_jwt_audit_event").Should().Be(3L);
        _folder.Execute("SELECT json FROM hipaa_jwt_audit_event WHERE n = 2").Should().BeOfType<string>()
            .Which.Should().Contain("AuditLogStopped");
        _folder.Execute("SELECT origin FROM hipaa_jwt_audit_head").Should().BeOfType<string>().Which.Should().StartWith("clinic-api/");
    }

    [Fact]
    public async Task Does_not_start_without_a_key_and_names_the_option()
    {
        using var host = Build(keyFile: null);

        await host.Awaiting(target => target.StartAsync(Cancellation)).Should().ThrowAsync<ArgumentException>()
            .WithMessage("SqliteAuditLogOptions.SigningKeyFile is empty*audit keys new*");
    }

    [Fact]
    public async Task Does_not_start_with_an_option_out_of_range()
    {
        using var host = Build(_key.Path, options => options.WriteTimeout = TimeSpan.Zero);

        await host.Awaiting(target => target.StartAsync(Cancellation)).Should().ThrowAsync<ArgumentException>()
            .WithMessage("SqliteAuditLogOptions.WriteTimeout is 00:00:00. Use a value from*");
    }

    private static AuditEvent Event() => new() { Type = AuditEventType.AccessGranted };

    private IHost Build(string? keyFile, Action<SqliteAuditLogOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "clinic-api" });
        builder.Services.AddLogging();
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).AddSqliteAuditLog(_folder.Database, options =>
        {
            options.SigningKeyFile = keyFile;
            configure?.Invoke(options);
        });
        builder.Services.AddHealthChecks().AddHipaaJwtAuditLog();
        return builder.Build();
    }
}
