using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace HipaaJwt.Testing.Hosting;

/// <summary>Puts the middleware of the kit before that of the application.</summary>
internal sealed class TestingStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<DenialHints>();
        app.UseMiddleware<PersonaMiddleware>();
        next(app);
    };
}
