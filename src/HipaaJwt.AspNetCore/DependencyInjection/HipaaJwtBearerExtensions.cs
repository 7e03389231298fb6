using HipaaJwt;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.DependencyInjection;
using HipaaJwt.AspNetCore.Policies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bearer scheme to an application.</summary>
public static class HipaaJwtBearerExtensions
{
    /// <summary>
    /// Adds the bearer scheme under its default name, and authorization. Configure the trusted issuers with
    /// <c>services.AddHipaaJwt(…)</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <example>
    /// <code>
    /// services.AddHipaaJwt(configuration.GetSection("HipaaJwt"));
    /// services.AddAuthentication().AddHipaaJwtBearer();
    /// </code>
    /// </example>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder) =>
        builder.AddHipaaJwtBearer(HipaaJwtBearerDefaults.AuthenticationScheme, null);

    /// <summary>
    /// Adds the bearer scheme under its default name, and authorization. Configure the trusted issuers with
    /// <c>services.AddHipaaJwt(…)</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="configure">Configures how the scheme receives tokens and responds to rejected ones.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <example><code>services.AddAuthentication().AddHipaaJwtBearer(options => options.Realm = "clinic");</code></example>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder, Action<HipaaJwtBearerOptions> configure) =>
        builder.AddHipaaJwtBearer(HipaaJwtBearerDefaults.AuthenticationScheme, configure);

    /// <summary>
    /// Adds the trusted issuers of a configuration section, the bearer scheme under its default name, and authorization. It replaces
    /// <c>services.AddHipaaJwt(section)</c>, which may be called for the same section too.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="section">
    /// The section that <c>AddHipaaJwt</c> reads: issuers, limits and permissions. The options of the scheme are still read from
    /// <c>Authentication:Schemes:HipaaJwt</c>.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <example><code>services.AddAuthentication().AddHipaaJwtBearer(configuration.GetSection("HipaaJwt"));</code></example>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHipaaJwt(section);
        return builder.AddHipaaJwtBearer();
    }

    /// <summary>Adds the bearer scheme under a name, and authorization.</summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="authenticationScheme"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="builder"/> or <paramref name="authenticationScheme"/> is null.
    /// </exception>
    /// <example><code>services.AddAuthentication().AddHipaaJwtBearer("Bearer");</code></example>
    public static AuthenticationBuilder AddHipaaJwtBearer(this AuthenticationBuilder builder, string authenticationScheme) =>
        builder.AddHipaaJwtBearer(authenticationScheme, null);

    /// <summary>
    /// Adds the bearer scheme under a name, and authorization. With <see cref="HipaaJwtBearerOptions.Trust"/>, the scheme has its
    /// own trusted issuers.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddAuthentication()</c> returns.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <param name="configure">Configures how the scheme receives tokens and responds to rejected ones; null for the defaults.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="authenticationScheme"/> is empty.</exception>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="builder"/> or <paramref name="authenticationScheme"/> is null.
    /// </exception>
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
            authenticationScheme,
            nameof(AddHipaaJwtBearer),
            provider => provider.GetRequiredService<IOptionsMonitor<HipaaJwtBearerOptions>>().Get(authenticationScheme).Trust));
        builder.Services.AddSingleton(new SchemeRegistration(authenticationScheme));
        BearerOptionsServices.AddTo(builder.Services, authenticationScheme);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SchemeWarningReporter>(
            provider => new SchemeWarningReporter(
                provider.GetServices<SchemeRegistration>(),
                provider.GetRequiredService<IOptionsMonitor<HipaaJwtBearerOptions>>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger<SchemeWarningReporter>())));
        return builder.AddScheme<HipaaJwtBearerOptions, HipaaJwtBearerHandler>(authenticationScheme, configure);
    }
}
