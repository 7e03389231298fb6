using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.DependencyInjection;
using HipaaJwt.AspNetCore.JwtBearer;
using HipaaJwt.AspNetCore.Policies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes JwtBearer as strict as HipaaJwt.</summary>
public static class HipaaJwtTokenHandlerExtensions
{
    /// <summary>
    /// Validates the tokens of a JwtBearer scheme by <c>services.AddHipaaJwt(…)</c>, with permissions and audit events. The
    /// scheme's own validation parameters are no longer used. JwtBearer still receives the tokens and answers rejections.
    /// </summary>
    /// <param name="builder">The builder, after <c>AddJwtBearer</c>.</param>
    /// <param name="authenticationScheme">The name of the scheme that <c>AddJwtBearer</c> added.</param>
    /// <param name="trust">The name of the trust that validates the tokens; empty for the unnamed one.</param>
    /// <example><code>services.AddAuthentication().AddJwtBearer().UseHipaaJwtTokenHandler();</code></example>
    public static AuthenticationBuilder UseHipaaJwtTokenHandler(
        this AuthenticationBuilder builder,
        string authenticationScheme = JwtBearerDefaults.AuthenticationScheme,
        string trust = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        ArgumentNullException.ThrowIfNull(trust);
        AccessServices.AddTo(builder.Services, new SchemeTrust($"UseHipaaJwtTokenHandler(\"{authenticationScheme}\")", _ => trust));
        builder.Services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider => new StrictTokenHandlerSetup(
            authenticationScheme,
            new StrictTokenHandler(trust, provider.GetRequiredService<RequestValidators>(), provider.GetRequiredService<IHttpContextAccessor>())));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, StrictSchemeStartupFilter>());
        return builder;
    }
}
