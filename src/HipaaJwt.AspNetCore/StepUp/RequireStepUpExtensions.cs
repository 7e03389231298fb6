using HipaaJwt;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Requires a strong and recent authentication for endpoints.</summary>
public static class RequireStepUpExtensions
{
    /// <summary>
    /// Grants access only if the token shows that the user authenticated strongly and recently enough. All arguments must be
    /// satisfied. Several calls must all be satisfied. If only the authentication is insufficient, the response is 401 with a step-up
    /// challenge (RFC 9470 section 3).
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="acrValues">The accepted values of the claim <c>acr</c>; null or empty accepts any.</param>
    /// <param name="maxAge">
    /// The maximum time since the claim <c>auth_time</c>, in whole seconds from 1 to <see cref="int.MaxValue"/>; null accepts any.
    /// The clock skew is added to it.
    /// </param>
    /// <param name="authenticationMethods">
    /// The values that the claim <c>amr</c> must contain, such as <c>mfa</c>; null or empty accepts any.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">
    /// All three arguments are null or empty. Or a value is empty, or contains a character other than printable ASCII without
    /// spaces, quotes and backslashes.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is out of range.</exception>
    /// <example>
    /// <code>
    /// app.MapPost("/patients/{patient}/prescriptions", Prescribe)
    ///     .RequirePermission("prescription:write")
    ///     .RequireStepUp(maxAge: TimeSpan.FromMinutes(5), authenticationMethods: ["mfa"]);
    /// </code>
    /// </example>
    public static TBuilder RequireStepUp<TBuilder>(
        this TBuilder builder,
        IEnumerable<string>? acrValues = null,
        TimeSpan? maxAge = null,
        IEnumerable<string>? authenticationMethods = null)
        where TBuilder : IEndpointConventionBuilder
    {
        var stepUp = new RequireStepUpAttribute
        {
            AcrValues = [.. acrValues ?? []],
            AuthenticationMethods = [.. authenticationMethods ?? []],
        };
        if (maxAge is { } age)
        {
            stepUp.MaxAgeSeconds = SecondsOf(age);
        }
        else if (stepUp is { AcrValues: [], AuthenticationMethods: [] })
        {
            throw new ArgumentException(
                "RequireStepUp requires nothing. Pass acrValues, maxAge or authenticationMethods.", nameof(acrValues));
        }

        return builder.RequireAuthorization(stepUp);
    }

    private static int SecondsOf(TimeSpan maxAge) =>
        maxAge >= TimeSpan.FromSeconds(1) && maxAge.Ticks % TimeSpan.TicksPerSecond == 0 && maxAge.TotalSeconds <= int.MaxValue
            ? (int)maxAge.TotalSeconds
            : throw new ArgumentOutOfRangeException(nameof(maxAge), $"maxAge is {maxAge}. Pass whole seconds, 1 or more.");
}
