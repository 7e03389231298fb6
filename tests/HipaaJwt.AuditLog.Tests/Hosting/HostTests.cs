using HipaaJwt.AuditLog.Tests.Files;
using HipaaJwt.AuditLog.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AuditLog.Tests.Hosting;

/// <summary>A service that records its decisions in a log.</summary>
public sealed class HostTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestIssuer _issuer = new();

    public void Dispose()
    {
        _directory.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task Records_the_events_of_the_trail_from_start_to_end()
    {
        using (var host = Build(options => options.Directory = _directory.Path))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            var trail = host.Services.GetRequiredService<IAuditTrail>();
            (await trail.RecordAsync(SimulatedLog.Event("r-1"), TestContext.Current.CancellationToken)).Should().BeTrue();
            await host.StopAsync(TestContext.Current.CancellationToken);
            (await trail.RecordAsync(SimulatedLog.Event("r-2"), TestContext.Current.CancellationToken)).Should()
                .BeTrue("the shutdown of others is recorded too");
        }

        var events = LogFiles.Read(_directory.Path);
        events.Select(auditEvent => auditEvent.RequestId).OfType<string>().Should().Equal("r-1", "r-2");
        events[^1].Type.Should().Be(AuditEventType.AuditLogStopped);
        Directory.EnumerateDirectories(_directory.Path).Single().Should()
            .Contain("clinic-api", "the stream has the name of the application");
        await LogFiles.ExpectValidAsync(_directory.Path);
    }

    [Fact]
    public async Task Records_an_event_once_if_the_log_is_added_twice()
    {
        var builder = NewBuilder();
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()))
            .AddFileAuditLog(options => options.AllowVolatileFileSystem = true)
            .AddFileAuditLog(options => options.Directory = _directory.Path);
        using (var host = builder.Build())
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.Services.GetRequiredService<IAuditTrail>().RecordAsync(SimulatedLog.Event("r-1"), CancellationToken.None);
        }

        LogFiles.Read(_directory.Path).Should().ContainSingle(auditEvent => auditEvent.RequestId == "r-1");
    }

    [Fact]
    public async Task Denies_decisions_before_the_host_has_started()
    {
        using var host = Build(options => options.Directory = _directory.Path);

        var trail = host.Services.GetRequiredService<IAuditTrail>();
        (await trail.RecordAsync(SimulatedLog.Event("early"), TestContext.Current.CancellationToken)).Should().BeFalse();
    }

    [Theory]
    [InlineData("", 1, "FileAuditLogOptions.Directory is empty")]
    [InlineData("audit", 0, "FileAuditLogOptions.WriteTimeout is 00:00:00. Use a value from 00:00:00.0100000 to 00:01:00")]
    public async Task Does_not_start_with_wrong_options_and_names_the_remedy(string directory, int seconds, string problem)
    {
        using var host = Build(options =>
        {
            options.Directory = directory.Length == 0 ? directory : _directory[directory];
            options.WriteTimeout = TimeSpan.FromSeconds(seconds);
        });

        await host.Invoking(wrong => wrong.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage($"*{problem}*");
    }

    [Fact]
    public async Task Does_not_start_over_a_damaged_log()
    {
        using (var host = Build(options => options.Directory = _directory.Path))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }

        var segment = Directory.EnumerateFiles(_directory.Path, "*.jsonl", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(segment, "{}", TestContext.Current.CancellationToken);
        using var next = Build(options => options.Directory = _directory.Path);
        await next.Invoking(damaged => damaged.StartAsync()).Should().ThrowAsync<AuditLogDamagedException>()
            .WithMessage("*move the directory*");
    }

    [Fact]
    public async Task Reports_its_health()
    {
        using var host = Build(options => options.Directory = _directory.Path);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status.Should()
            .Be(HealthStatus.Unhealthy, "the log is not open");

        await host.StartAsync(TestContext.Current.CancellationToken);
        var report = await health.CheckHealthAsync(TestContext.Current.CancellationToken);
        report.Status.Should().Be(HealthStatus.Healthy);
        report.Entries["hipaajwt-audit-log"].Data["status"].Should().Be("Writing");
    }

    private static HostApplicationBuilder NewBuilder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "clinic-api" });
        builder.Services.AddLogging();
        return builder;
    }

    private IHost Build(Action<FileAuditLogOptions> configure)
    {
        var builder = NewBuilder();
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).AddFileAuditLog(options =>
        {
            options.AllowVolatileFileSystem = true;
            configure(options);
        });
        builder.Services.AddHealthChecks().AddHipaaJwtAuditLog();
        return builder.Build();
    }
}
