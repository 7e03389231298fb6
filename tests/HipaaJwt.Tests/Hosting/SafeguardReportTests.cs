using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Hosting;

/// <summary>The start says for each technical safeguard what is in effect and what the operator must do.</summary>
public sealed class SafeguardReportTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Reports_each_technical_safeguard_with_its_duty()
    {
        var lines = await StartAsync(_ => { });

        var technical = HipaaSafeguards.All.Where(safeguard => safeguard.Paragraph.StartsWith("164.312", StringComparison.Ordinal));
        lines.Should().HaveCount(technical.Count());
        lines.Zip(technical).Should().OnlyContain(pair =>
            pair.First.StartsWith($"{pair.Second.Paragraph} {pair.Second.Subject}: ", StringComparison.Ordinal)
            && pair.First.EndsWith($"Your duty: {pair.Second.OperatorDuty}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_what_a_weak_configuration_lacks()
    {
        var lines = await StartAsync(_ => { });

        lines.Should().Contain(line => Has(line, "no audit sink, so decisions are not recorded"))
            .And.Contain(line => Has(line, "without a store of revocations, nothing ends them earlier"))
            .And.Contain(line => Has(line, "0 of 1 issuers require tokens that are bound to their sender"));
    }

    [Fact]
    public async Task Says_what_a_strong_configuration_has()
    {
        var lines = await StartAsync(
            builder => builder.AddMemoryStores().AddAuditSink(new RecordingAuditSink(), AuditDelivery.Required),
            issuer =>
            {
                issuer.RequireSenderConstraint = true;
                issuer.MaxTokenLifetime = TimeSpan.FromMinutes(5);
            });

        lines.Should().Contain(line => Has(line, "access that cannot be recorded is denied: RecordingAuditSink"))
            .And.Contain(line => Has(line, "tokens end after 00:05:00 at most; a revocation binds after 00:00:05 at most"))
            .And.Contain(line => Has(line, "1 of 1 issuers require tokens that are bound to their sender"));
    }

    [Fact]
    public async Task Says_that_best_effort_sinks_can_lose_events()
    {
        var lines = await StartAsync(builder => builder.AddAuditSink(new RecordingAuditSink(), AuditDelivery.BestEffort));

        lines.Should().Contain(line => Has(line, "no required sink, so events can be lost: RecordingAuditSink"));
    }

    private static bool Has(string line, string text) => line.Contains(text, StringComparison.Ordinal);

    private async Task<IReadOnlyList<string>> StartAsync(Action<HipaaJwtBuilder> build, Action<TrustedIssuer>? change = null)
    {
        var host = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        host.Logging.AddProvider(_log);
        var trusted = _issuer.Trust();
        change?.Invoke(trusted);
        build(host.Services.AddHipaaJwt(options => options.Issuers.Add(trusted)));
        using var running = host.Build();
        await running.StartAsync();
        await running.StopAsync();
        return [.. _log.Of("HipaaJwt.Hosting.SafeguardReporter").Select(line => line.Text)];
    }
}
