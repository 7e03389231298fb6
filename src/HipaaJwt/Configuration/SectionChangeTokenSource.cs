using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HipaaJwt.DependencyInjection;

/// <summary>Tells that the section may have changed.</summary>
internal sealed class ConfigurationChanges : IOptionsChangeTokenSource<HipaaJwtOptions>
{
    private readonly IConfiguration _section;

    public ConfigurationChanges(IConfiguration section) => _section = section;

    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => _section.GetReloadToken();
}
