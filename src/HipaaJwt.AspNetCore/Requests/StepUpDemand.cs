using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>
/// What is asked of the user's authentication. It is written into the name of a policy, so that everything that evaluates
/// policies by their name can ask for it.
/// </summary>
internal sealed record StepUpDemand(string[] AcrValues, int? MaxAgeSeconds, string[] Methods)
{
    public const string Prefix = "HipaaJwt.StepUp:";

    private const string Acr = "acr=";
    private const string MaxAge = "max_age=";
    private const string Amr = "amr=";

    /// <summary>The values go into a header between quotes, separated by blanks (RFC 9470, section 3).</summary>
    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create(
        Enumerable.Range(0x21, 0x5E).Select(code => (char)code).Where(character => character is not ('"' or '\\')).ToArray());

    public string PolicyName => Prefix + string.Join(' ', Parts());

    /// <summary>Takes a name apart.</summary>
    /// <returns><see langword="null"/> where it is no such name, or one that asks for nothing.</returns>
    public static StepUpDemand? Parse(string policyName)
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
            if (!TryTake(part, Acr, acrValues) && !TryTake(part, Amr, methods) && !TryTake(part, ref maxAge))
            {
                return null;
            }
        }

        return new StepUpDemand([.. acrValues], maxAge, [.. methods]);
    }

    /// <exception cref="ArgumentException">A value cannot stand in a challenge.</exception>
    public static string[] CheckValues(IEnumerable<string>? values, string parameter)
    {
        var all = values?.ToArray() ?? [];
        return all.All(IsValue)
            ? all
            : throw new ArgumentException("Write names of printable ASCII without blanks, quotes and backslashes, such as \"phr\" or \"urn:example:loa:3\".", parameter);
    }

    /// <summary>Whether requirements failed, and all of them are about the user's authentication.</summary>
    public static bool IsOnlyFailure(IEnumerable<IAuthorizationRequirement> failed)
    {
        var any = false;
        foreach (var requirement in failed)
        {
            if (requirement is not IAccessRequirement { Demand: not null })
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>All that requirements demand of the user's authentication; null if no token can meet it.</summary>
    public static StepUpDemand? Combine(IEnumerable<IAuthorizationRequirement> requirements)
    {
        StepUpDemand? all = new([], null, []);
        foreach (var requirement in requirements.OfType<IAccessRequirement>())
        {
            all = requirement.Demand is { } demand ? all?.And(demand) : all;
        }

        return all;
    }

    /// <summary>What meets both demands.</summary>
    /// <returns><see langword="null"/> where nothing can: no context is among those that both allow.</returns>
    public StepUpDemand? And(StepUpDemand other)
    {
        var both = AcrValues.Length == 0 || other.AcrValues.Length == 0 ? [.. AcrValues, .. other.AcrValues] : AcrValues.Intersect(other.AcrValues, StringComparer.Ordinal).ToArray();
        var maxAge = MaxAgeSeconds is { } own && other.MaxAgeSeconds is { } its ? Math.Min(own, its) : MaxAgeSeconds ?? other.MaxAgeSeconds;
        return both.Length == 0 && AcrValues.Length > 0 && other.AcrValues.Length > 0
            ? null
            : new StepUpDemand(both, maxAge, [.. Methods.Union(other.Methods, StringComparer.Ordinal)]);
    }

    /// <summary>Whether the token says that the user authenticated so. What it does not say is not met.</summary>
    public bool IsMetBy(ValidatedJwt token, DateTimeOffset now) =>
        (AcrValues.Length == 0 || AcrValues.Contains(token.AuthenticationContext, StringComparer.Ordinal))
        && Methods.All(method => token.AuthenticationMethods.Contains(method, StringComparer.Ordinal))
        && (MaxAgeSeconds is not { } maxAge || token.IsAuthenticatedWithin(TimeSpan.FromSeconds(maxAge), now));

    private static bool IsValue(string? value) => !string.IsNullOrEmpty(value) && !value.AsSpan().ContainsAnyExcept(ValueCharacters);

    private static bool TryTake(string part, string prefix, List<string> values)
    {
        var isOurs = part.StartsWith(prefix, StringComparison.Ordinal) && IsValue(part[prefix.Length..]);
        if (isOurs)
        {
            values.Add(part[prefix.Length..]);
        }

        return isOurs;
    }

    private static bool TryTake(string part, ref int? maxAge)
    {
        var isOurs = part.StartsWith(MaxAge, StringComparison.Ordinal)
            && int.TryParse(part.AsSpan(MaxAge.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && (maxAge = seconds) > 0;
        return isOurs;
    }

    private IEnumerable<string> Parts() =>
        AcrValues.Select(value => Acr + value)
            .Concat(MaxAgeSeconds is { } seconds ? [MaxAge + seconds.ToString(CultureInfo.InvariantCulture)] : [])
            .Concat(Methods.Select(method => Amr + method));
}
