using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Support;

/// <summary>The services of an application that trusts a test issuer.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestHost(TimeProvider time, Action<HipaaJwtOptions> configure, Action<HipaaJwtBuilder>? build = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        var builder = services.AddHipaaJwt(configure);
        build?.Invoke(builder);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public TestHost(
        TestIssuer issuer,
        Action<TrustedIssuer>? trust = null,
        Action<HipaaJwtOptions>? options = null,
        Action<HipaaJwtBuilder>? build = null)
        : this(
            issuer.Time,
            all =>
            {
                all.Issuers.Add(issuer.Trust(trust));
                options?.Invoke(all);
            },
            build)
    {
    }

    public IServiceProvider Services => _services;

    public IJwtValidator Validator => _services.GetRequiredService<IJwtValidator>();

    public ValueTask<JwtValidationResult> ValidateAsync(string token) => Validator.ValidateAsync(token);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
