using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>Stops the start if the name of a scheme is wrong or its token handlers were changed after the registration.</summary>
internal sealed class TokenHandlerStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        var services = app.ApplicationServices;
        foreach (var setup in services.GetServices<IPostConfigureOptions<JwtBearerOptions>>().OfType<PostConfigureTokenHandler>())
        {
            ValidateName(setup.Scheme, services.GetRequiredService<IOptions<AuthenticationOptions>>().Value);
            ValidateHandlers(setup.Scheme, services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(setup.Scheme));
        }
    };

    private static void ValidateName(string scheme, AuthenticationOptions schemes)
    {
        if (!schemes.SchemeMap.TryGetValue(scheme, out var builder) || builder.HandlerType != typeof(JwtBearerHandler))
        {
            throw new InvalidOperationException(
                $"UseHipaaJwtTokenHandler(\"{scheme}\"): AddJwtBearer added no scheme with this name. "
                + "Pass the name that was passed to AddJwtBearer.");
        }
    }

    private static void ValidateHandlers(string scheme, JwtBearerOptions options)
    {
        if (options is not { UseSecurityTokenValidators: false, TokenHandlers: [HipaaJwtTokenHandler] })
        {
            throw new InvalidOperationException(
                $"The token handlers of the scheme \"{scheme}\" were changed after UseHipaaJwtTokenHandler, "
                + "so the scheme would not validate tokens with HipaaJwt. Call UseHipaaJwtTokenHandler last.");
        }
    }
}
