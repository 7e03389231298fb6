using HipaaJwt.AspNetCore.DependencyInjection;
using HipaaJwt.AspNetCore.JwtBearer;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes JwtBearer as strict as HipaaJwt.</summary>
public static class HipaaJwtTokenHandlerExtensions
{
    /// <summary>
    /// Lets a scheme of JwtBearer validate tokens by <c>services.AddHipaaJwt(…)</c>, with permissions and audit events. The
    /// scheme's own validation parameters no longer count. How tokens arrive and how refusals are answered stays JwtBearer's.
    /// </summary>
    /// <param name="builder">The builder, after <c>AddJwtBearer</c>.</param>
    /// <param name="authenticationScheme">The name of the scheme that <c>AddJwtBearer</c> added.</param>
    public static AuthenticationBuilder UseHipaaJwtTokenHandler(
        this AuthenticationBuilder builder,
        string authenticationScheme = JwtBearerDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        AccessServices.AddTo(builder.Services);
        builder.Services.TryAddSingleton<StrictTokenHandler>();
        builder.Services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider =>
            new UseStrictTokenHandler(authenticationScheme, provider.GetRequiredService<StrictTokenHandler>()));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, StrictSchemeCheck>());
        return builder;
    }
}
