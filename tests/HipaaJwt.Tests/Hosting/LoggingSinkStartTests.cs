using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Hosting;

/// <summary>The start of a host whose log filters drop audit events.</summary>
public sealed class LoggingSinkStartTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData("Logging:LogLevel:HipaaJwt.LoggingAuditSink", "Warning", "Information")]
    [InlineData("Logging:LogLevel:HipaaJwt.LoggingAuditSink", "None", "Information and Warning")]
    [InlineData("Logging:LogLevel:HipaaJwt", "Error", "Information and Warning")]
    [InlineData("Logging:LogLevel:Default", "Warning", "Information")]
    public async Task A_required_logging_sink_whose_level_is_off_stops_the_start(string path, string level, string disabled)
    {
        using var host = BuildHost(path, level, AuditDelivery.Required);

        await host.Awaiting(self => self.StartAsync()).Should().ThrowAsync<OptionsValidationException>().WithMessage(
            $"Logging:LogLevel:HipaaJwt.LoggingAuditSink disables {disabled}, so the required LoggingAuditSink would drop audit events. "
            + "Set it to Information. To allow lost events, register the sink with AuditDelivery.BestEffort.");
    }

    [Theory]
    [InlineData("Logging:LogLevel:HipaaJwt.LoggingAuditSink", "Information")]
    [InlineData("Logging:LogLevel:HipaaJwt.LoggingAuditSink", "Trace")]
    [InlineData("Logging:LogLevel:Microsoft", "None")]
    public async Task A_required_logging_sink_whose_levels_are_on_starts(string path, string level)
    {
        using var host = BuildHost(path, level, AuditDelivery.Required);

        await host.StartAsync();
        await host.StopAsync();

        Warnings().Should().BeEmpty();
    }

    [Fact]
    public async Task A_best_effort_logging_sink_whose_level_is_off_is_a_warning()
    {
        using var host = BuildHost("Logging:LogLevel:HipaaJwt.LoggingAuditSink", "Warning", AuditDelivery.BestEffort);

        await host.StartAsync();
        await host.StopAsync();

        Warnings().Should().Equal(
            "Logging:LogLevel:HipaaJwt.LoggingAuditSink: it disables Information, so LoggingAuditSink loses these audit events. "
            + "Set it to Information.");
    }

    [Fact]
    public async Task Without_a_log_a_required_logging_sink_stops_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust()))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        using var host = builder.Build();

        await host.Awaiting(self => self.StartAsync()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("*disables Information and Warning*");
    }

    [Fact]
    public async Task Decisions_are_denied_if_the_level_is_turned_off_later()
    {
        using var host = BuildHost("Logging:LogLevel:Default", "Information", AuditDelivery.Required);
        await host.StartAsync();
        var configuration = host.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>();
        var validator = host.Services.GetRequiredService<IJwtValidator>();
        (await validator.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();

        configuration["Logging:LogLevel:Default"] = "Error";
        ((Microsoft.Extensions.Configuration.IConfigurationRoot)configuration).Reload();

        (await validator.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
        await host.StopAsync();
    }

    private IEnumerable<string> Warnings() =>
        _log.Lines.Where(line => line is { Level: >= LogLevel.Warning, Id: 3 }).Select(line => line.Text);

    private IHost BuildHost(string path, string level, AuditDelivery delivery)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration[path] = level;
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(_issuer.Time);
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).AddAuditSink<LoggingAuditSink>(delivery);
        return builder.Build();
    }
}
