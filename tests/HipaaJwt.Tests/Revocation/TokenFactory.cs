using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Tests.Support;
using HipaaJwt.Text;
using JsonObject = System.Text.Json.Nodes.JsonObject;
using JsonValue = System.Text.Json.Nodes.JsonValue;

namespace HipaaJwt.Tests.Revocations;

/// <summary>Creates validated tokens without a signature, from the key of a token that was validated.</summary>
internal sealed class TokenFactory
{
    private readonly ValidatedJwt _template;

    private TokenFactory(ValidatedJwt template) => _template = template;

    public static async Task<TokenFactory> CreateAsync(Action<TrustedIssuer>? trust = null, Action<HipaaJwtOptions>? options = null)
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, trust, options);
        return new TokenFactory((await host.ValidateAsync(issuer.Token())).Token!);
    }

    public ValidatedJwt Validated(
        DateTimeOffset issuedAt, string? id = "token-1", string? session = null, string subject = "user-42", double fraction = 0)
    {
        JsonObject claims = new()
        {
            ["iss"] = TestIssuer.Name,
            ["sub"] = subject,
            ["iat"] = fraction == 0 ? JsonValue.Create(issuedAt.ToUnixTimeSeconds())
                : JsonValue.Create(issuedAt.ToUnixTimeSeconds() + fraction),
            ["exp"] = issuedAt.AddHours(1).ToUnixTimeSeconds(),
        };
        if (id is not null)
        {
            claims["jti"] = id;
        }

        if (session is not null)
        {
            claims["sid"] = session;
        }

        var json = Encoding.UTF8.GetBytes(claims.ToJsonString());
        using var buffer = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(json, buffer, out var members).Should().Be(JsonFault.None);
        RegisteredClaims.Read(members, out var registered).IsNone.Should().BeTrue();
        return new ValidatedJwt(
            new ClaimsSet(json, registered), _template.Key, new PermissionMapBuilder().Build(), _template.Permissions,
                needsUseChecks: false);
    }
}
