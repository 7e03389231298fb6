using HipaaJwt.TokenIssuer.Activities;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Chooses which requests keep a session alive.</summary>
public static class SessionActivityExtensions
{
    /// <summary>
    /// Requests of the endpoint are no activity of the user, so they do not postpone automatic logoff. Use it for endpoints that the
    /// application calls by itself, such as polling for messages.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <returns>The same endpoint.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <example>
    /// <code>app.MapGet("/messages/count", CountMessages).RequirePermission("message:read").WithoutSessionActivity();</code>
    /// </example>
    public static TBuilder WithoutSessionActivity<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(static endpoint => endpoint.Metadata.Add(HipaaJwt.TokenIssuer.Activities.WithoutSessionActivity.Instance));
        return builder;
    }
}
