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

/// <summary>Makes JwtBearer validate tokens with HipaaJwt.</summary>
public static class HipaaJwtTokenHandlerExtensions
{
    /// <summary>
    /// Validates the tokens of a JwtBearer scheme with the trusted issuers of <c>services.AddHipaaJwt(…)</c>, and adds permissions
    /// and audit events. JwtBearer still receives the tokens and responds to rejected ones. Of its <c>TokenValidationParameters</c>,
    /// only <c>NameClaimType</c>, <c>RoleClaimType</c> and <c>AuthenticationType</c> have an effect.
    /// </summary>
    /// <remarks>
    /// A scheme that <c>AddJwtBearer</c> did not add, or whose token handlers are changed later, stops the start.
    /// <c>JwtBearerOptions.SaveToken</c> becomes false by default. Set it to true to read the token with <c>GetTokenAsync</c>.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddJwtBearer</c> returns.</param>
    /// <param name="authenticationScheme">The name of the scheme that <c>AddJwtBearer</c> added. Default: <c>Bearer</c>.</param>
    /// <param name="trust">The name of the trust that validates the tokens. Default: empty, the unnamed trust.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="authenticationScheme"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example><code>services.AddAuthentication().AddJwtBearer().UseHipaaJwtTokenHandler();</code></example>
    public static AuthenticationBuilder UseHipaaJwtTokenHandler(
        this AuthenticationBuilder builder,
        string authenticationScheme = JwtBearerDefaults.AuthenticationScheme,
        string trust = "")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        ArgumentNullException.ThrowIfNull(trust);
        builder.Services.AddHttpContextAccessor();
        AccessServices.AddTo(builder.Services, new SchemeTrust(authenticationScheme, nameof(UseHipaaJwtTokenHandler), _ => trust));

        // It is the first configuration of the options, so that the application can set SaveToken to true.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<JwtBearerOptions>>(
            new ConfigureNamedOptions<JwtBearerOptions>(authenticationScheme, options => options.SaveToken = false)));
        builder.Services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider => new PostConfigureTokenHandler(
            authenticationScheme,
            new HipaaJwtTokenHandler(
                authenticationScheme,
                trust,
                provider.GetRequiredService<RequestValidators>,
                provider.GetRequiredService<IHttpContextAccessor>())));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, TokenHandlerStartupFilter>());
        return builder;
    }
}
