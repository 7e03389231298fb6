using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Tests.Revocations;

/// <summary>What an issuer in the same process asks the log of revocations, in a host with the system's clock.</summary>
public sealed class SessionRevocationTests : IAsyncLifetime
{
    private readonly TestIssuer _issuer = new();
    private IHost _host = null!;

    private ISessionRevocation Sessions => _host.Services.GetRequiredService<ISessionRevocation>();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).AddMemoryStores();
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public void A_session_after_the_floor_of_a_new_store_is_accepted_and_one_before_is_not()
    {
        Check(Now.AddMinutes(5)).Should().Be(JwtError.None);
        Check(Now).Should().Be(new JwtError(JwtErrorCode.TokenRevoked, "iat"));
    }

    [Fact]
    public async Task A_session_that_has_started_is_exempt_from_the_floor_before_it()
    {
        await Task.Delay(TimeSpan.FromSeconds(2.1), TimeProvider.System);

        await Sessions.StartAsync(TestIssuer.Name, "session-1", TimeSpan.FromHours(12));

        Check(Now).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_revoked_session_and_a_revoked_key_are_found()
    {
        var revocation = _host.Services.GetRequiredService<IRevocation>();
        Sessions.IsKeyRevoked(TestIssuer.Name, TestIssuer.KeyId).Should().BeFalse();

        await revocation.RevokeAsync(Revocation.Session(TestIssuer.Name, "session-1"));
        await revocation.RevokeAsync(Revocation.Key(TestIssuer.Name, TestIssuer.KeyId));

        Check(Now.AddMinutes(5)).Should().Be(new JwtError(JwtErrorCode.SessionEnded, "sid"));
        Sessions.IsKeyRevoked(TestIssuer.Name, TestIssuer.KeyId).Should().BeTrue();
        Sessions.IsKeyRevoked(TestIssuer.Name, "other-key").Should().BeFalse();
    }

    [Fact]
    public async Task An_unknown_issuer_is_a_mistake_of_the_caller()
    {
        FluentActions.Invoking(() => Sessions.Check("https://other.example", "s", "u", Now)).Should().Throw<ArgumentException>();
        await FluentActions.Awaiting(() => Sessions.StartAsync("https://other.example", "s", TimeSpan.FromHours(1)).AsTask())
            .Should().ThrowAsync<ArgumentException>();
    }

    private JwtError Check(DateTimeOffset issuedAt) => Sessions.Check(TestIssuer.Name, "session-1", "user-42", issuedAt);
}
