using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Auditing;

/// <summary>The disposal of a service provider, which also drains the audit queues.</summary>
public sealed class DisposalTests
{
    [Fact]
    public async Task A_service_provider_that_is_disposed_synchronously_drains_the_queues()
    {
        using var issuer = new TestIssuer();
        var sink = new CountingSink();
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust())).AddAuditSink(sink, AuditDelivery.BestEffort);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IJwtValidator>().ValidateAsync("no token");

#pragma warning disable CA1849 // The test covers synchronous disposal.
        provider.Dispose();
#pragma warning restore CA1849

        sink.Count.Should().Be(1);
    }

    private sealed class CountingSink : IAuditSink
    {
        private int _count;

        public int Count => _count;

        public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return ValueTask.CompletedTask;
        }
    }
}
