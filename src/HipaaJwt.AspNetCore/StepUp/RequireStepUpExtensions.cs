using HipaaJwt;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Asks for strong and recent authentication where endpoints are mapped.</summary>
public static class RequireStepUpExtensions
{
    /// <summary>
    /// Permits access only where the token says that the user authenticated as strongly and as recently as is asked for. If that
    /// alone is missing, the answer tells the client to have the user authenticate anew (RFC 9470). Where it is called several
    /// times, all of it is needed.
    /// </summary>
    /// <typeparam name="TBuilder">The kind of builder.</typeparam>
    /// <param name="builder">The endpoint, or the group of endpoints.</param>
    /// <param name="acrValues">The contexts of authentication of which <c>acr</c> must be one.</param>
    /// <param name="maxAge">The longest time since <c>auth_time</c>, in whole seconds.</param>
    /// <param name="authenticationMethods">The methods of authentication that <c>amr</c> must all have.</param>
    /// <exception cref="ArgumentException">Nothing is asked for, or a value cannot stand in a challenge.</exception>
    public static TBuilder RequireStepUp<TBuilder>(
        this TBuilder builder,
        IEnumerable<string>? acrValues = null,
        TimeSpan? maxAge = null,
        IEnumerable<string>? authenticationMethods = null)
        where TBuilder : IEndpointConventionBuilder
    {
        var demand = new RequireStepUpAttribute { AcrValues = [.. acrValues ?? []], AuthenticationMethods = [.. authenticationMethods ?? []] };
        if (maxAge is { } age)
        {
            demand.MaxAgeSeconds = SecondsOf(age);
        }
        else if (demand is { AcrValues: [], AuthenticationMethods: [] })
        {
            throw new ArgumentException("Nothing is asked for. Give acrValues, maxAge or authenticationMethods.", nameof(acrValues));
        }

        return builder.RequireAuthorization(demand);
    }

    private static int SecondsOf(TimeSpan maxAge) =>
        maxAge >= TimeSpan.FromSeconds(1) && maxAge.Ticks % TimeSpan.TicksPerSecond == 0 && maxAge.TotalSeconds <= int.MaxValue
            ? (int)maxAge.TotalSeconds
            : throw new ArgumentOutOfRangeException(nameof(maxAge), "Give whole seconds, 1 or more.");
}
