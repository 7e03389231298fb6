using HipaaJwt;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.DependencyInjection;
using HipaaJwt.AspNetCore.Policies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bearer scheme to an application.</summary>
public static class HipaaJwtBearerExtensions
{
    /// <summary>Adds the scheme under its default name, and authorization. Add the trusted issuers in <c>services.AddHipaaJwt(…)</c>.</summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder) =>
        builder.AddHipaaJwtBearer(HipaaJwtBearerDefaults.AuthenticationScheme, null);

    /// <inheritdoc cref="AddHipaaJwtBearer(AuthenticationBuilder)"/>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="configure">Sets how tokens are received and rejections are answered.</param>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder, Action<HipaaJwtBearerOptions> configure) =>
        builder.AddHipaaJwtBearer(HipaaJwtBearerDefaults.AuthenticationScheme, configure);

    /// <summary>Adds the scheme under a name, and authorization. With <see cref="HipaaJwtBearerOptions.Trust"/> it has issuers of its own.</summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Sets how tokens are received and rejections are answered.</param>
    /// <example>
    /// <code>
    /// services.AddHipaaJwt("partners", configuration.GetSection("Partners"));
    /// services.AddAuthentication().AddHipaaJwtBearer("Partners", options => options.Trust = "partners");
    /// </code>
    /// </example>
    public static AuthenticationBuilder AddHipaaJwtBearer(
        this AuthenticationBuilder builder,
        string authenticationScheme,
        Action<HipaaJwtBearerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        AccessServices.AddTo(builder.Services, new SchemeTrust(
            $"AddHipaaJwtBearer(\"{authenticationScheme}\")",
            provider => provider.GetRequiredService<IOptionsMonitor<HipaaJwtBearerOptions>>().Get(authenticationScheme).Trust));
        builder.Services.AddSingleton(new SchemeRegistration(authenticationScheme));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HipaaJwtBearerOptions>, BearerOptionsBinder>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemeWarningReporter>());
        builder.Services.AddOptions<HipaaJwtBearerOptions>(authenticationScheme).ValidateOnStart();
        return builder.AddScheme<HipaaJwtBearerOptions, HipaaJwtBearerHandler>(authenticationScheme, configure);
    }
}
