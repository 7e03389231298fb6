using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.Protection;

/// <summary>
/// Stops the start, except in development, if nothing configures where Data Protection persists its key ring: a container loses it at each
/// deployment, and with it all signing keys and sessions.
/// </summary>
internal sealed class KeyRingPersistenceCheck : IHostedLifecycleService
{
    private readonly IKeyProtector _protector;
    private readonly IOptions<KeyManagementOptions> _keyRing;
    private readonly IHostEnvironment? _environment;
    private readonly ISigningKeyStore _store;

    public KeyRingPersistenceCheck(
        IKeyProtector protector, IOptions<KeyManagementOptions> keyRing, ISigningKeyStore store, IHostEnvironment? environment = null)
    {
        _protector = protector;
        _keyRing = keyRing;
        _store = store;
        _environment = environment;
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (_protector is DataProtectionKeyProtector
            && _keyRing.Value.XmlRepository is null
            && _store is not SigningKeys.MemorySigningKeyStore
            && _environment?.IsDevelopment() != true)
        {
            throw new OptionsValidationException(nameof(TokenIssuerOptions), typeof(TokenIssuerOptions),
            [
                "The key ring of ASP.NET Core Data Protection encrypts the signing keys, but is not told where to persist its own keys, so "
                + "a new deployment may lose them and stop. Call services.AddDataProtection().PersistKeysTo… with a place that all "
                + "instances share and that survives deployments, or AddKeyFile on a single host.",
            ]);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
