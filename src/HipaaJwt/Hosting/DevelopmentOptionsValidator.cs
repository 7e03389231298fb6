using HipaaJwt.Policy;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Hosting;

/// <summary>Rejects options that are possible in the environment <c>Development</c> only.</summary>
internal sealed class DevelopmentOptionsValidator : IValidateOptions<HipaaJwtOptions>
{
    private readonly IHostEnvironment? _environment;

    /// <param name="environment">The environment of the host; null if there is no host, which counts as another environment.</param>
    public DevelopmentOptionsValidator(IHostEnvironment? environment) => _environment = environment;

    public ValidateOptionsResult Validate(string? name, HipaaJwtOptions options)
    {
        if (!options.LogIssuerAndAudienceOfRejectedTokensInDevelopment || _environment?.IsDevelopment() == true)
        {
            return ValidateOptionsResult.Success;
        }

        const string Option = nameof(options.LogIssuerAndAudienceOfRejectedTokensInDevelopment);
        var found = _environment is null ? "there is no host with an environment" : $"the environment is {_environment.EnvironmentName}";
        return ValidateOptionsResult.Fail(
            $"{new OptionPaths(options, name ?? Options.DefaultName).Of(Option)} is true, but {found}. "
            + "It writes data of tokens to the log, so it is possible in Development only. "
            + "Remove it, or set it in appsettings.Development.json.");
    }
}
