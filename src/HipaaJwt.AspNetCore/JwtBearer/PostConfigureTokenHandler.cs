using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>Replaces the token handlers of one JwtBearer scheme after all other configuration of its options.</summary>
internal sealed class PostConfigureTokenHandler : IPostConfigureOptions<JwtBearerOptions>
{
    private readonly HipaaJwtTokenHandler _handler;

    public PostConfigureTokenHandler(string scheme, HipaaJwtTokenHandler handler)
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
