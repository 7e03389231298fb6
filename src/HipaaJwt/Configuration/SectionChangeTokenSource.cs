using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HipaaJwt.Configuration;

/// <summary>Signals reloads of the configuration section of a trust.</summary>
internal sealed class SectionChangeTokenSource : IOptionsChangeTokenSource<HipaaJwtOptions>
{
    private readonly IConfiguration _section;

    public SectionChangeTokenSource(string trust, IConfiguration section)
    {
        Name = trust;
        _section = section;
    }

    public string Name { get; }

    public IChangeToken GetChangeToken() => _section.GetReloadToken();
}
