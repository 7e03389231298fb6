using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Auditing;

/// <summary>The end of a service provider, with which the audit queues end.</summary>
public sealed class DisposalTests
{
    [Fact]
    public async Task A_provider_that_is_disposed_of_without_awaiting_empties_the_queues_too()
    {
        using var issuer = new TestIssuer();
        var sink = new CountingSink();
        var services = new ServiceCollection();
        services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust())).AddAuditSink(sink, AuditDelivery.BestEffort);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IJwtValidator>().ValidateAsync("no token");

#pragma warning disable CA1849 // This is about the end without awaiting.
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
