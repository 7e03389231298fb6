using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Development;

/// <summary>Logs at start which development tokens are accepted, and what that gives up.</summary>
internal sealed class DevelopmentReporter : IHostedService
{
    private const string Path = "AddDevelopmentTokens";

    private readonly IEnumerable<DevelopmentTrust> _trusts;
    private readonly ILogger<DevelopmentReporter> _logger;

    public DevelopmentReporter(IEnumerable<DevelopmentTrust> trusts, ILogger<DevelopmentReporter> logger)
    {
        _trusts = trusts;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var trust in _trusts)
        {
            Report(trust);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Report(DevelopmentTrust trust)
    {
        if (!trust.IsActive)
        {
            Log.DevelopmentTokensOff(_logger, trust.EnvironmentName ?? "(none)");
            return;
        }

        var issuers = trust.Read();
        if (issuers.Count == 0)
        {
            Log.DevelopmentKeysMissing(_logger);
        }

        foreach (var issuer in issuers)
        {
            Log.Weakness(_logger, Path, WeaknessOf(issuer));
        }
    }

    private static string WeaknessOf(TrustedIssuer issuer) =>
        $"the issuer {issuer.Issuer} is trusted because the environment is Development. Anyone who can use its key can create a token with "
        + "any role. "
        + (issuer.Algorithms.Contains(JwsAlgorithm.HS256)
            ? "Its tokens are signed with HS256 and a secret in configuration, have the typ JWT, and may be valid for up to "
                + $"{issuer.MaxTokenLifetime!.Value.Days} days. "
            : $"Its tokens may be valid for up to {issuer.MaxTokenLifetime!.Value.TotalHours} hours. ")
        + "Never set the environment of a service with real patient data to Development.";
}
