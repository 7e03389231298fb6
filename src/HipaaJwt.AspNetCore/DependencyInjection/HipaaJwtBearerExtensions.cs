using HipaaJwt.AspNetCore;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.DependencyInjection;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bearer scheme to an application.</summary>
public static class HipaaJwtBearerExtensions
{
    /// <summary>
    /// Adds the scheme under its default name, and authorization. What is trusted is said in <c>services.AddHipaaJwt(…)</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder) =>
        builder.AddHipaaJwtBearer(HipaaJwtBearerDefaults.AuthenticationScheme, null);

    /// <inheritdoc cref="AddHipaaJwtBearer(AuthenticationBuilder)"/>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="configure">Changes how tokens arrive and how refusals are answered.</param>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder, Action<HipaaJwtBearerOptions> configure) =>
        builder.AddHipaaJwtBearer(HipaaJwtBearerDefaults.AuthenticationScheme, configure);

    /// <summary>Adds the scheme under a name of its own, and authorization.</summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="authenticationScheme">The name.</param>
    /// <param name="configure">Changes how tokens arrive and how refusals are answered.</param>
    public static AuthenticationBuilder AddHipaaJwtBearer(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<HipaaJwtBearerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        AccessServices.AddTo(builder.Services);
        builder.Services.AddSingleton(new SchemeRegistration(authenticationScheme));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemeReport>());
        builder.Services.AddOptions<HipaaJwtBearerOptions>(authenticationScheme).ValidateOnStart();
        return builder.AddScheme<HipaaJwtBearerOptions, HipaaJwtBearerHandler>(authenticationScheme, configure);
    }
}
