using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HipaaJwt;

/// <summary>
/// Holds the plan of the moment and makes a new one when the options change. Options that are wrong stop the application
/// at start; later they are logged and the last good plan stays.
/// </summary>
internal sealed class PlanSource : IDisposable
{
    private readonly IOptionsFactory<HipaaJwtOptions> _options;
    private readonly PlanBuilder _builder;
    private readonly ILogger<PlanSource> _logger;
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _rebuilding = new();
    private volatile ValidationPlan _current;

    public PlanSource(
        IOptionsFactory<HipaaJwtOptions> options,
        IEnumerable<IOptionsChangeTokenSource<HipaaJwtOptions>> changes,
        PlanBuilder builder,
        ILogger<PlanSource> logger)
    {
        _options = options;
        _builder = builder;
        _logger = logger;
        _current = Build();
        foreach (var source in changes)
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Rebuild));
        }
    }

    public ValidationPlan Current => _current;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private ValidationPlan Build() => _builder.Build(_options.Create(Options.DefaultName), []);

    private void Rebuild()
    {
        lock (_rebuilding)
        {
            try
            {
                _current = Build();
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
