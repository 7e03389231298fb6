using HipaaJwt.AspNetCore.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets HTTP clients send the token of the caller.</summary>
public static class TokenForwardingExtensions
{
    /// <summary>
    /// Sends the token of the caller with each request of this HTTP client. This weakens security: the called service can use the token at
    /// each of its audiences. The start of the host logs a warning. Prefer to exchange the token (RFC 8693).
    /// </summary>
    /// <remarks>
    /// <para>The client throws <see cref="InvalidOperationException"/> before it sends a request to another address, or if the
    /// request has an Authorization header, there is no accepted token, the token lacks the audience, or it is bound to a key of its client
    /// (DPoP, RFC 9449; mutual TLS, RFC 8705). Redirects do not keep the token.</para>
    /// <para>The scheme needs no <c>SaveToken</c>.</para>
    /// </remarks>
    /// <param name="builder">The builder that <c>services.AddHttpClient(…)</c> returns.</param>
    /// <param name="audience">The audience of the called service. Tokens without it are not sent.</param>
    /// <param name="addresses">
    /// The addresses of the called service: https, the host and the port if it is not 443, without a path. On this machine, http is
    /// possible too.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="audience"/> is empty, there are no addresses, or an address has another form.
    /// </exception>
    /// <example>
    /// <code>
    /// services.AddHttpClient("labs").AddHipaaJwtTokenForwarding("https://labs.hospital.example/api", "https://labs.hospital.example");
    /// </code>
    /// </example>
    public static IHttpClientBuilder AddHipaaJwtTokenForwarding(
        this IHttpClientBuilder builder, string audience, params string[] addresses)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        ArgumentNullException.ThrowIfNull(addresses);
        var rule = new TokenForwardingRule(builder.Name, audience, addresses);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton(rule);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TokenForwardingReporter>());
        return builder.AddHttpMessageHandler(provider =>
            new TokenForwardingHandler(rule, provider.GetRequiredService<IHttpContextAccessor>()));
    }
}
