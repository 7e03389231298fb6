using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt;

/// <summary>
/// Grants access only if the token shows that the user authenticated strongly and recently enough. Use it on endpoints,
/// controllers, actions, hubs, hub methods and gRPC services.
/// </summary>
/// <remarks>
/// All properties that are set must be satisfied. Several attributes must all be satisfied. If only the authentication is
/// insufficient, the response is 401 with a step-up challenge (RFC 9470 section 3). An attribute without any property stops the
/// start of the application.
/// </remarks>
/// <example>
/// <code>
/// [HttpPost("/patients/{patient}/prescriptions")]
/// [RequirePermission("prescription:write")]
/// [RequireStepUp(AuthenticationMethods = ["mfa"], MaxAgeSeconds = 300)]
/// public IActionResult Prescribe(string patient, Prescription prescription) => …
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireStepUpAttribute : AuthorizeAttribute
{
    private string[] _acrValues = [];
    private string[] _authenticationMethods = [];
    private int? _maxAgeSeconds;

    /// <summary>Requires the authentication that the properties describe. Set at least one of them.</summary>
    public RequireStepUpAttribute() => SetPolicy();

    /// <summary>
    /// The accepted authentication context classes. The claim <c>acr</c> must equal one of them (case-sensitive). The challenge
    /// names them in this order.
    /// </summary>
    /// <value>Default: empty, which accepts any <c>acr</c>. Use printable ASCII without spaces, quotes and backslashes.</value>
    /// <exception cref="ArgumentException">A value is empty or contains another character.</exception>
#pragma warning disable CA1819 // Arguments of attributes are arrays.
    public string[] AcrValues
    {
        get => [.. _acrValues];
        set
        {
            _acrValues = StepUpCriteria.ValidateValues(value, nameof(value));
            SetPolicy();
        }
    }

    /// <summary>
    /// The required authentication methods, such as <c>mfa</c> (RFC 8176). The claim <c>amr</c> must contain all of them
    /// (case-sensitive).
    /// </summary>
    /// <value>Default: empty, which accepts any <c>amr</c>. Use printable ASCII without spaces, quotes and backslashes.</value>
    /// <exception cref="ArgumentException">A value is empty or contains another character.</exception>
    public string[] AuthenticationMethods
    {
        get => [.. _authenticationMethods];
        set
        {
            _authenticationMethods = StepUpCriteria.ValidateValues(value, nameof(value));
            SetPolicy();
        }
    }
#pragma warning restore CA1819

    /// <summary>The maximum time since the claim <c>auth_time</c>, in seconds. The clock skew is added to it.</summary>
    /// <value>Default: 0, which accepts any <c>auth_time</c>. Range of values to set: 1 second or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value to set is less than 1.</exception>
    public int MaxAgeSeconds
    {
        get => _maxAgeSeconds ?? 0;
        set
        {
            _maxAgeSeconds = value >= 1
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), $"MaxAgeSeconds is {value}. Write 1 second or more.");
            SetPolicy();
        }
    }

    /// <summary>
    /// The name of the policy, for <see cref="IAuthorizationService"/>. It cannot be set, because it contains the requirements.
    /// </summary>
    /// <value>A name such as <c>HipaaJwt.StepUp:max_age=300 amr=mfa</c>.</value>
    public new string? Policy => base.Policy;

    private void SetPolicy() => base.Policy = new StepUpCriteria(_acrValues, _maxAgeSeconds, _authenticationMethods).PolicyName;
}
