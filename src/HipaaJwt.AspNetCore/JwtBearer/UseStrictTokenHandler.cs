using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>Replaces the token handlers of one scheme after everything else has been configured.</summary>
internal sealed class UseStrictTokenHandler : IPostConfigureOptions<JwtBearerOptions>
{
    private readonly string _scheme;
    private readonly StrictTokenHandler _handler;

    public UseStrictTokenHandler(string scheme, StrictTokenHandler handler)
    {
        _scheme = scheme;
        _handler = handler;
    }

    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (string.Equals(name, _scheme, StringComparison.Ordinal))
        {
            options.UseSecurityTokenValidators = false;
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(_handler);
        }
    }
}
