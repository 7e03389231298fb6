using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>
/// The authentication that an endpoint requires of the user (RFC 9470). It is encoded in the name of a policy, so that everything
/// that evaluates policies by name can require it.
/// </summary>
/// <param name="AcrValues">The accepted values of <c>acr</c>; empty accepts any.</param>
/// <param name="MaxAgeSeconds">The maximum time since <c>auth_time</c>; null accepts any.</param>
/// <param name="Methods">The values that <c>amr</c> must contain.</param>
internal sealed record StepUpCriteria(string[] AcrValues, int? MaxAgeSeconds, string[] Methods)
{
    public const string Prefix = "HipaaJwt.StepUp:";

    private const string Acr = "acr=";
    private const string MaxAge = "max_age=";
    private const string Amr = "amr=";

    /// <summary>The challenge writes the values between quotes, separated by spaces (RFC 9470 section 3).</summary>
    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create(
        Enumerable.Range(0x21, 0x5E).Select(code => (char)code).Where(character => character is not ('"' or '\\')).ToArray());

    public string PolicyName => Prefix + string.Join(' ', Parts());

    /// <summary>Parses the name of a policy.</summary>
    /// <returns>The criteria, or null if the name has another form or contains no criteria.</returns>
    public static StepUpCriteria? Parse(string policyName)
    {
        if (!policyName.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        int? maxAge = null;
        List<string> acrValues = [];
        List<string> methods = [];
        foreach (var part in policyName[Prefix.Length..].Split(' '))
        {
            if (!TryParse(part, Acr, acrValues) && !TryParse(part, Amr, methods) && !TryParseMaxAge(part, ref maxAge))
            {
                return null;
            }
        }

        return new StepUpCriteria([.. acrValues], maxAge, [.. methods]);
    }

    /// <exception cref="ArgumentException">A value cannot be written to a challenge.</exception>
    public static string[] ValidateValues(IEnumerable<string>? values, string parameter)
    {
        var all = values?.ToArray() ?? [];
        return all.All(IsValue)
            ? all
            : throw new ArgumentException(
                "A value is empty or contains a character that a challenge cannot contain. "
                + "Use printable ASCII without spaces, quotes and backslashes, such as \"phr\" or \"urn:example:loa:3\".",
                parameter);
    }

    /// <summary>Returns whether requirements failed and all of them concern the authentication of the user.</summary>
    public static bool IsOnlyFailure(IEnumerable<IAuthorizationRequirement> failed)
    {
        var any = false;
        foreach (var requirement in failed)
        {
            if (requirement is not IAccessRequirement { StepUp: not null })
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>Returns the criteria that satisfy all requirements, or null if no token can satisfy them.</summary>
    public static StepUpCriteria? Combine(IEnumerable<IAuthorizationRequirement> requirements)
    {
        StepUpCriteria? all = new([], null, []);
        foreach (var requirement in requirements.OfType<IAccessRequirement>())
        {
            all = requirement.StepUp is { } criteria ? all?.CombineWith(criteria) : all;
        }

        return all;
    }

    /// <summary>Combines two criteria.</summary>
    /// <returns>The criteria that satisfy both, or null if they have no value of <c>acr</c> in common.</returns>
    public StepUpCriteria? CombineWith(StepUpCriteria other)
    {
        var acrValues = AcrValues.Length == 0 || other.AcrValues.Length == 0
            ? [.. AcrValues, .. other.AcrValues]
            : AcrValues.Intersect(other.AcrValues, StringComparer.Ordinal).ToArray();
        var maxAge = MaxAgeSeconds is { } first && other.MaxAgeSeconds is { } second
            ? Math.Min(first, second)
            : MaxAgeSeconds ?? other.MaxAgeSeconds;
        return acrValues.Length == 0 && AcrValues.Length > 0 && other.AcrValues.Length > 0
            ? null
            : new StepUpCriteria(acrValues, maxAge, [.. Methods.Union(other.Methods, StringComparer.Ordinal)]);
    }

    /// <summary>Returns whether the token shows the required authentication. A missing claim does not satisfy a criterion.</summary>
    public bool IsSatisfiedBy(ValidatedJwt token, DateTimeOffset now) =>
        (AcrValues.Length == 0 || AcrValues.Contains(token.AuthenticationContext, StringComparer.Ordinal))
        && Methods.All(method => token.AuthenticationMethods.Contains(method, StringComparer.Ordinal))
        && (MaxAgeSeconds is not { } maxAge || token.IsAuthenticatedWithin(TimeSpan.FromSeconds(maxAge), now));

    private static bool IsValue(string? value) => !string.IsNullOrEmpty(value) && !value.AsSpan().ContainsAnyExcept(ValueCharacters);

    private static bool TryParse(string part, string prefix, List<string> values)
    {
        var isMatch = part.StartsWith(prefix, StringComparison.Ordinal) && IsValue(part[prefix.Length..]);
        if (isMatch)
        {
            values.Add(part[prefix.Length..]);
        }

        return isMatch;
    }

    private static bool TryParseMaxAge(string part, ref int? maxAge) =>
        part.StartsWith(MaxAge, StringComparison.Ordinal)
        && int.TryParse(part.AsSpan(MaxAge.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && (maxAge = seconds) > 0;

    private IEnumerable<string> Parts() =>
        AcrValues.Select(value => Acr + value)
            .Concat(MaxAgeSeconds is { } seconds ? [MaxAge + seconds.ToString(CultureInfo.InvariantCulture)] : [])
            .Concat(Methods.Select(method => Amr + method));
}
