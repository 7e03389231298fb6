using HipaaJwt.TokenIssuer.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>
/// Reads the keys when the host starts, and keeps them up to date. A store that is down does not stop the start; a key that cannot be
/// decrypted does.
/// </summary>
internal sealed class KeyService : BackgroundService
{
    private readonly KeyKeeper _keeper;
    private readonly TokenIssuerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<KeyService> _logger;

    public KeyService(KeyKeeper keeper, TokenIssuerOptions options, TimeProvider time, ILogger<KeyService> logger)
    {
        _keeper = keeper;
        _options = options;
        _time = time;
        _logger = logger;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _keeper.MaintainAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreUnavailableException)
        {
            Log.KeysNotRead(_logger);
        }
        catch (KeyProtectionException exception)
        {
            throw new OptionsValidationException(nameof(TokenIssuerOptions), typeof(TokenIssuerOptions), [exception.Message]);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

#pragma warning disable CA1031 // The service must go on: the next attempt may succeed, and meanwhile the known keys are used.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.KeyRefreshInterval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await _keeper.MaintainAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (KeyProtectionException exception)
            {
                Log.KeyNotReadable(_logger, exception.Message);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.KeysNotRead(_logger);
            }
        }
    }
#pragma warning restore CA1031
}
