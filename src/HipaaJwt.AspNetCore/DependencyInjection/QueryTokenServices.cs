using HipaaJwt.AspNetCore.QueryTokens;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Removes tokens from addresses, if a scheme accepts them there.</summary>
internal static class QueryTokenServices
{
    private const string InnerKey = "HipaaJwt.HttpContextFactory";

    public static void AddTo(IServiceCollection services)
    {
        services.TryAddSingleton<DefaultHttpContextFactory>();
        services.TryAddSingleton(CreatePaths);
        services.TryAddSingleton<IHttpContextFactory>(provider => provider.GetRequiredService<DefaultHttpContextFactory>());
        services.Decorate<IHttpContextFactory>(InnerKey, Create);
    }

    /// <exception cref="InvalidOperationException">Another factory replaces the one that removes the tokens.</exception>
    public static void Validate(IServiceProvider services)
    {
        if (!services.GetRequiredService<QueryTokenPaths>().IsEmpty
            && services.GetService<IHttpContextFactory>() is not QueryTokenContextFactory)
        {
            throw new InvalidOperationException(
                "An IHttpContextFactory was registered after AddHipaaJwtBearer, so tokens in the query would be logged. "
                + "Register it before that call, or remove HipaaJwtBearerOptions.AllowTokenInQueryFor.");
        }
    }

    /// <summary>Returns the undecorated factory if no scheme needs the other. The host reuses the contexts of its own factory.</summary>
    private static IHttpContextFactory Create(IServiceProvider provider, IHttpContextFactory inner)
    {
        var paths = provider.GetRequiredService<QueryTokenPaths>();
        return paths.IsEmpty ? inner : new QueryTokenContextFactory(inner, paths);
    }

    private static QueryTokenPaths CreatePaths(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<HipaaJwtBearerOptions>>();
        return new QueryTokenPaths(
            provider.GetServices<SchemeRegistration>().SelectMany(scheme => options.Get(scheme.Name).AllowTokenInQueryFor));
    }
}
