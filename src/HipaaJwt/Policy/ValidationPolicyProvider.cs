using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HipaaJwt;

/// <summary>
/// Holds the plan of the moment and makes a new one when the options or fetched keys change. Options that are wrong stop the application
/// at start; later they are logged and the last good plan stays.
/// </summary>
internal sealed class PlanSource : IDisposable
{
    private readonly IOptionsFactory<HipaaJwtOptions> _options;
    private readonly PlanBuilder _builder;
    private readonly RemoteKeyStore _remoteKeys;
    private readonly ILogger<PlanSource> _logger;
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _rebuilding = new();
    private volatile ValidationPlan _current;

    public PlanSource(
        IOptionsFactory<HipaaJwtOptions> options,
        IEnumerable<IOptionsChangeTokenSource<HipaaJwtOptions>> changes,
        PlanBuilder builder,
        RemoteKeyStore remoteKeys,
        ILogger<PlanSource> logger)
    {
        _options = options;
        _builder = builder;
        _remoteKeys = remoteKeys;
        _logger = logger;
        _current = Build();
        _remoteKeys.OnChange(TakeKeys);
        foreach (var source in changes)
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Rebuild));
        }
    }

    public ValidationPlan Current => _current;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private ValidationPlan Build() => _builder.Build(_options.Create(Options.DefaultName), [], _remoteKeys).WithFetchedKeys();

    private void TakeKeys()
    {
        lock (_rebuilding)
        {
            _current = _current.WithFetchedKeys();
        }
    }

    private void Rebuild()
    {
        lock (_rebuilding)
        {
            try
            {
                _current = Build();
                _remoteKeys.KeepOnly(_current.FetchedIssuers.Select(issuer => issuer.FetchedKeys!));
                Log.OptionsReloaded(_logger);
            }
            catch (OptionsValidationException exception)
            {
                Log.OptionsRefused(_logger, exception.Message);
            }
#pragma warning disable CA1031 // The application's own code configures options too; whatever it throws, the last good plan stays.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.OptionsRefused(_logger, exception.GetType().Name);
            }
        }
    }
}
