using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using HipaaJwt.AspNetCore.Requests;

namespace HipaaJwt;

/// <summary>
/// Permits access only where the token says that the user authenticated as strongly and as recently as is asked for. If that
/// alone is missing, the answer tells the client to have the user authenticate anew (RFC 9470). All that is set is needed,
/// and where the attribute is given several times, all of them. For endpoints, controllers, actions, hubs, methods of hubs and
/// gRPC services.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireStepUpAttribute : AuthorizeAttribute
{
    private string[] _acrValues = [];
    private string[] _authenticationMethods = [];
    private int? _maxAgeSeconds;

    /// <summary>Asks for what its properties say; at least one must be set.</summary>
    public RequireStepUpAttribute() => NamePolicy();

    /// <summary>The contexts of authentication that suffice: <c>acr</c> must be one of them, to the letter. The challenge names them in this order.</summary>
    /// <value>Empty by default: <c>acr</c> does not matter. Printable ASCII without blanks, quotes and backslashes.</value>
#pragma warning disable CA1819 // Arguments of attributes are arrays.
    public string[] AcrValues
    {
        get => [.. _acrValues];
        set
        {
            _acrValues = StepUpDemand.CheckValues(value, nameof(value));
            NamePolicy();
        }
    }

    /// <summary>The methods of authentication that are needed: <c>amr</c> must have all of them, to the letter, such as <c>mfa</c> (RFC 8176).</summary>
    /// <value>Empty by default: <c>amr</c> does not matter. Printable ASCII without blanks, quotes and backslashes.</value>
    public string[] AuthenticationMethods
    {
        get => [.. _authenticationMethods];
        set
        {
            _authenticationMethods = StepUpDemand.CheckValues(value, nameof(value));
            NamePolicy();
        }
    }
#pragma warning restore CA1819

    /// <summary>The longest time since <c>auth_time</c>, in seconds; the clock skew comes on top, as for every other date.</summary>
    /// <value>0 by default: it does not matter. Otherwise 1 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than 1.</exception>
    public int MaxAgeSeconds
    {
        get => _maxAgeSeconds ?? 0;
        set
        {
            _maxAgeSeconds = value >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), "MaxAgeSeconds is 1 or more: no user could authenticate between the token and the request.");
            NamePolicy();
        }
    }

    /// <summary>The name of the policy, by which code can ask <c>IAuthorizationService</c>. It cannot be set, for it says what is asked for.</summary>
    public new string? Policy => base.Policy;

    private void NamePolicy() => base.Policy = new StepUpDemand(_acrValues, _maxAgeSeconds, _authenticationMethods).PolicyName;
}
