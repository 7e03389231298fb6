using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>Stops the start where a scheme that was to be strict is not: its name is wrong, or something put its handlers back.</summary>
internal sealed class StrictSchemeStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        var services = app.ApplicationServices;
        foreach (var strict in services.GetServices<IPostConfigureOptions<JwtBearerOptions>>().OfType<StrictTokenHandlerSetup>())
        {
            CheckName(strict.Scheme, services.GetRequiredService<IOptions<AuthenticationOptions>>().Value);
            CheckHandlers(strict.Scheme, services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(strict.Scheme));
        }
    };

    private static void CheckName(string scheme, AuthenticationOptions schemes)
    {
        if (!schemes.SchemeMap.TryGetValue(scheme, out var builder) || builder.HandlerType != typeof(JwtBearerHandler))
        {
            throw new InvalidOperationException(
                $"UseHipaaJwtTokenHandler(\"{scheme}\"): AddJwtBearer added no scheme of this name. Give it the name that AddJwtBearer was given.");
        }
    }

    private static void CheckHandlers(string scheme, JwtBearerOptions options)
    {
        if (options is not { UseSecurityTokenValidators: false, TokenHandlers: [StrictTokenHandler] })
        {
            throw new InvalidOperationException(
                $"The token handlers of the scheme \"{scheme}\" were changed after UseHipaaJwtTokenHandler, so that it is not strict. Call UseHipaaJwtTokenHandler last.");
        }
    }
}
