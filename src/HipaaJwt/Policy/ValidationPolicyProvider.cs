using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HipaaJwt.Policy;

/// <summary>
/// Provides the current snapshot and creates a new one when options or fetched keys change. Invalid options stop the host at start.
/// After the start, they are logged, and the previous options stay in effect. Thread-safe.
/// </summary>
internal sealed class ValidationPolicyProvider : IDisposable
{
    private const string NoKeyId = "without kid";

    private readonly string _trust;
    private readonly IOptionsFactory<HipaaJwtOptions> _options;
    private readonly PolicyOptionsValidator _validator;
    private readonly RemoteKeyStore _remoteKeys;
    private readonly GuardedLogger _logger;
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _updateLock = new();
    private volatile ValidationSnapshot _current;
    private volatile Action<OptionsReload>? _reloaded;

    public ValidationPolicyProvider(
        string trust,
        IOptionsFactory<HipaaJwtOptions> options,
        IEnumerable<IOptionsChangeTokenSource<HipaaJwtOptions>> changes,
        PolicyOptionsValidator validator,
        RemoteKeyStore remoteKeys,
        ILogger<ValidationPolicyProvider> logger)
    {
        _trust = trust;
        _options = options;
        _validator = validator;
        _remoteKeys = remoteKeys;
        _logger = new GuardedLogger(logger);
        StartOptions = options.Create(trust);
        _current = Build(StartOptions);
        RequireTrustedIssuers(_current.Policy);
        var keyChanges = new SharedRun(ApplyChangedKeys);
        _remoteKeys.OnChange(keyChanges.RunAsync);
        _registrations.Add(remoteKeys.Leaked.OnChange(keyChanges.RunAsync));
        foreach (var source in changes.Where(source => source.Name == trust))
        {
            _registrations.Add(ChangeToken.OnChange(source.GetChangeToken, Reload));
        }
    }

    /// <summary>The options at start, for settings that do not reload.</summary>
    public HipaaJwtOptions StartOptions { get; }

    public ValidationSnapshot Current => _current;

    /// <summary>Sets the action that runs after each attempt to change the options.</summary>
    public void OnReload(Action<OptionsReload> reloaded) => _reloaded = reloaded;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void RequireTrustedIssuers(ValidationPolicy policy)
    {
        if (PermissionIssuersValidator.FindProblems(policy).ToArray() is { Length: > 0 } problems)
        {
            throw new OptionsValidationException(_trust, typeof(HipaaJwtOptions), problems);
        }
    }

    private ValidationSnapshot Build(HipaaJwtOptions options)
    {
        var policy = _validator.PolicyOf(options);
        var remoteIssuers = policy.RemoteKeys.Select(settings => new RemoteIssuer(settings.Issuer, _remoteKeys.GetOrAdd(settings)));
        return new ValidationSnapshot(policy, [.. remoteIssuers], _remoteKeys.Leaked);
    }

    private void ApplyChangedKeys()
    {
        lock (_updateLock)
        {
            Replace(_current.WithCurrentKeys());
        }
    }

    private void Replace(ValidationSnapshot next)
    {
        var previous = _current;
        _current = next;
        foreach (var key in next.LeakedPinnedKeys.Except(previous.LeakedPinnedKeys))
        {
            Log.PinnedKeyLeaked(_logger, key.KeyId ?? NoKeyId, key.Issuer.Issuer, Trust.Describe(_trust));
        }

        foreach (var key in next.SupersededKeys.Except(previous.SupersededKeys))
        {
            Log.FetchedKeySuperseded(_logger, key.KeyId ?? NoKeyId, key.Issuer, Trust.Describe(_trust), key.Algorithms);
        }
    }

    private void Reload()
    {
        var reload = TryReload();
        _reloaded?.Invoke(reload);
    }

    private OptionsReload TryReload()
    {
        lock (_updateLock)
        {
            try
            {
                var previous = _current.Policy;
                Replace(Build(_options.Create(_trust)));
                _remoteKeys.KeepOnly(_current.RemoteIssuers.Select(issuer => issuer.Keys));
                Log.OptionsReloaded(_logger, Trust.Describe(_trust));
                return OptionsReload.Accepted(previous, _current.Policy);
            }
            catch (OptionsValidationException exception)
            {
                Log.OptionsReloadRejected(_logger, Trust.Describe(_trust), exception.Message);
            }
#pragma warning disable CA1031 // Code of the application configures options too, and may throw any exception.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.OptionsReloadRejected(_logger, Trust.Describe(_trust), exception.GetType().Name);
            }

            return OptionsReload.Rejected;
        }
    }
}
