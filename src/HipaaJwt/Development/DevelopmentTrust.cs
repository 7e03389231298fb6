using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HipaaJwt.Development;

/// <summary>
/// Adds the issuers of development tokens to the options of a trust if the environment is Development. In every other environment, and
/// without a host, it adds nothing.
/// </summary>
internal sealed class DevelopmentTrust : IPostConfigureOptions<HipaaJwtOptions>, IOptionsChangeTokenSource<HipaaJwtOptions>
{
    private readonly string _scheme;
    private readonly IConfiguration? _configuration;

    /// <param name="registration">The trust and the scheme.</param>
    /// <param name="environment">The environment of the host; null without a host.</param>
    /// <param name="configuration">The configuration of the application; null if there is none.</param>
    public DevelopmentTrust(DevelopmentTokensRegistration registration, IHostEnvironment? environment, IConfiguration? configuration)
    {
        Name = registration.Trust;
        _scheme = registration.Scheme;
        EnvironmentName = environment?.EnvironmentName;
        _configuration = environment?.IsDevelopment() == true ? configuration : null;
    }

    /// <summary>The name of the trust.</summary>
    public string Name { get; }

    /// <summary>The name of the environment; null without a host.</summary>
    public string? EnvironmentName { get; }

    public bool IsActive => _configuration is not null;

    public IReadOnlyList<TrustedIssuer> Read() =>
        _configuration is null ? [] : DevelopmentIssuerReader.Read(_configuration, _scheme);

    /// <summary>An issuer that the options already contain stays as it is, so a development key never signs for a real issuer.</summary>
    public void PostConfigure(string? name, HipaaJwtOptions options)
    {
        if (name != Name)
        {
            return;
        }

        var trusted = options.Issuers.OfType<TrustedIssuer>().SelectMany(issuer => issuer.IssuerAliases.Append(issuer.Issuer)).ToHashSet();
        foreach (var issuer in Read().Where(issuer => trusted.Add(issuer.Issuer)))
        {
            options.Issuers.Add(issuer);
        }

        options.MissingIssuersRemedy = IsActive
            ? " For development, run \"dotnet user-jwts create --role <role>\" in the folder of the project, and start again."
            : $" AddDevelopmentTokens has no effect in the environment {EnvironmentName ?? "of this process"}, only in Development.";
    }

    public IChangeToken GetChangeToken() => _configuration?.GetReloadToken() ?? new CancellationChangeToken(CancellationToken.None);
}
