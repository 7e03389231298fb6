using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Hosting;

public sealed class ReloadRecorderTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly RecordingAuditSink _sink = new((_, _) => Task.CompletedTask);

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_change_of_the_options_is_recorded_with_the_issuers_that_it_adds_and_removes()
    {
        var section = Section.Trusting(_issuer);
        using var host = await StartAsync(section);

        section.Set("Issuers:0:Issuer", "https://other.example");
        section.Reload();

        var recorded = _sink.Events.Should().ContainSingle().Which;
        (recorded.Type, recorded.Outcome, recorded.Action).Should()
            .Be((AuditEventType.ConfigurationChanged, AuditOutcome.Success, AuditAction.Update));
        (recorded.ResourceType, recorded.ResourceId).Should().Be(("HipaaJwtOptions", "HipaaJwtOptions"));
        recorded.Resource.Should().Be($"issuers added: https://other.example; issuers removed: {TestIssuer.Name}");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_change_that_is_invalid_is_recorded_as_a_failure_without_its_values()
    {
        var section = Section.Trusting(_issuer);
        using var host = await StartAsync(section);

        section.Set("ClockSkew", "soon");
        section.Reload();

        var recorded = _sink.Events.Should().ContainSingle().Which;
        (recorded.Type, recorded.Outcome, recorded.Resource).Should()
            .Be((AuditEventType.ConfigurationChanged, AuditOutcome.Failure, null));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_change_in_a_named_trust_names_it_and_no_more_than_ten_issuers()
    {
        var section = Section.Trusting(_issuer);
        using var host = await StartAsync(section, "partners");

        for (var number = 1; number <= 12; number++)
        {
            section.Set($"Issuers:{number}:Issuer", $"https://{number:00}.example");
            section.Set($"Issuers:{number}:Audiences:0", TestIssuer.Audience);
            section.Set($"Issuers:{number}:Algorithms:0", "ES256");
            section.Set($"Issuers:{number}:MetadataAddress", $"https://{number:00}.example/.well-known/openid-configuration");
        }

        section.Reload();

        var recorded = _sink.Events.Should().ContainSingle().Which;
        recorded.ResourceId.Should().Be("HipaaJwtOptions(\"partners\")");
        recorded.Resource.Should().StartWith("issuers added: https://01.example, ").And.EndWith("https://10.example and 2 more");
        await host.StopAsync();
    }

    private async Task<IHost> StartAsync(Section section, string? trust = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_issuer.Time);
        var hipaaJwt = trust is null
            ? builder.Services.AddHipaaJwt(section.Configuration)
            : builder.Services.AddHipaaJwt(trust, section.Configuration);
        hipaaJwt.AddAuditSink(_sink, AuditDelivery.Required);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
