using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>Replaces the token handlers of one scheme after everything else has been configured.</summary>
internal sealed class StrictTokenHandlerSetup : IPostConfigureOptions<JwtBearerOptions>
{
    private readonly StrictTokenHandler _handler;

    public StrictTokenHandlerSetup(string scheme, StrictTokenHandler handler)
    {
        Scheme = scheme;
        _handler = handler;
    }

    public string Scheme { get; }

    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (string.Equals(name, Scheme, StringComparison.Ordinal))
        {
            options.UseSecurityTokenValidators = false;
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(_handler);
        }
    }
}
