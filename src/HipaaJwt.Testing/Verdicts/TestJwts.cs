using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt;

/// <summary>
/// Creates verdicts for unit tests without a host. A real validator validates a real token of an issuer that only this object trusts, so
/// a <see cref="ValidatedJwt"/> proves here too that a token was validated. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// using var jwts = new TestJwts(map => map.Role("physician").Grants("chart:read"));
/// ValidatedJwt physician = jwts.Create("dr.rivera", roles: ["physician"]);
/// JwtValidationResult expired = TestJwts.Rejected(JwtErrorCode.TokenExpired, "exp");
/// </code>
/// </example>
public sealed class TestJwts : IDisposable
{
    private readonly TestTokenIssuer _issuer;
    private readonly ServiceProvider _services;
    private readonly IJwtValidator _validator;

    /// <summary>Creates a validator and its issuer.</summary>
    /// <param name="permissions">The rules that grant permissions, as for <c>AddPermissions</c>; none by default.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="trust">Changes the options of the issuer, for example its name; nothing by default.</param>
    public TestJwts(Action<PermissionMapBuilder>? permissions = null, TimeProvider? time = null, Action<TrustedIssuer>? trust = null)
    {
        _issuer = new TestTokenIssuer(time: time);
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddHipaaJwt(AddIssuer).AddPermissions(map => permissions?.Invoke(map));
        _services = services.BuildServiceProvider();
        _validator = _services.GetRequiredService<IJwtValidator>();
        _issuer.Rules = new()
        {
            Issuer = Trusted(),
            Options = new HipaaJwtOptions(),
            Time = time ?? TimeProvider.System,
            Permissions = _services.GetService<PermissionCatalog>,
        };

        void AddIssuer(HipaaJwtOptions options) => options.Issuers.Add(Trusted());

        TrustedIssuer Trusted()
        {
            var issuer = _issuer.CreateTrustedIssuer();
            trust?.Invoke(issuer);
            return issuer;
        }
    }

    /// <summary>Creates a validated token.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <param name="lifetime">The time from <c>iat</c> to <c>exp</c>; 10 minutes by default.</param>
    /// <returns>The token, with the permissions that the rules grant.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="subject"/> is null or empty, or the validator rejects a token with these claims. The message names the error.
    /// </exception>
    public ValidatedJwt Create(
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null,
        TimeSpan? lifetime = null) =>
        Accepted(subject, roles, scopes, claims, lifetime).Token!;

    /// <summary>Creates the result of an accepted token.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles; none by default.</param>
    /// <param name="scopes">The scopes; none by default.</param>
    /// <param name="claims">Further claims. They replace claims of the same name, and null removes one.</param>
    /// <param name="lifetime">The time from <c>iat</c> to <c>exp</c>; 10 minutes by default.</param>
    /// <returns>The result of the validator.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="subject"/> is null or empty, or the validator rejects a token with these claims. The message names the error.
    /// </exception>
    public JwtValidationResult Accepted(
        string subject,
        IEnumerable<string>? roles = null,
        IEnumerable<string>? scopes = null,
        JsonObject? claims = null,
        TimeSpan? lifetime = null)
    {
        var result = Validate(_issuer.CreateToken(subject, roles, scopes, claims, lifetime));
        return result.IsValid ? result : throw new ArgumentException(
            $"The validator rejects a token with these claims: {result.Error}. For the result of a rejected token, use TestJwts.Rejected.",
            nameof(claims));
    }

    /// <summary>Creates the result of a rejected token.</summary>
    /// <param name="code">The reason.</param>
    /// <param name="member">The header parameter or claim that caused it, such as <c>exp</c>; none by default.</param>
    /// <returns>The result, without a token.</returns>
    /// <exception cref="ArgumentException"><paramref name="code"/> is <see cref="JwtErrorCode.None"/>.</exception>
    public static JwtValidationResult Rejected(JwtErrorCode code, string? member = null) =>
        JwtValidationResult.Rejected(new JwtError(code, member));

    /// <inheritdoc/>
    public void Dispose()
    {
        _services.Dispose();
        _issuer.Dispose();
    }

    /// <summary>Without fetched keys and revocation nothing waits, so the validation is complete when the call returns.</summary>
    private JwtValidationResult Validate(string token)
    {
        var validating = _validator.ValidateAsync(token);
        return validating.IsCompleted ? validating.Result : validating.AsTask().GetAwaiter().GetResult();
    }
}
