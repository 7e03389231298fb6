using System.Collections.Immutable;
using System.Text;
using HipaaJwt.Checks;
using HipaaJwt.Claims;
using HipaaJwt.Keys;
using HipaaJwt.Tests.Support;
using HipaaJwt.Text;
using HipaaJwt.Issuers;

namespace HipaaJwt.Tests.Checks;

/// <summary>Each check on its own. No check relies on an earlier one.</summary>
public sealed class SingleCheckTests
{
    private static readonly IssuerPolicy Policy = new()
    {
        Issuer = TestIssuer.Name,
        Audiences = [TestIssuer.Audience],
        Algorithms = ImmutableArray<HipaaJwt.Jws.JwsAlgorithmRow>.Empty,
        TokenTypes = ["at+jwt"],
        AllowMissingTokenType = false,
        RequiredClaims = [],
        ClockSkew = TimeSpan.Zero,
        MaxTokenLifetime = TimeSpan.FromHours(1),
    };

    [Theory]
    [InlineData("""{"nbf":0}""")]
    [InlineData("""{"nbf":0,"exp":0}""")]
    [InlineData("{}")]
    public void Checks_nbf_without_exp(string claims) =>
        Run(new NotBeforeCheck(), claims).Should().Be(JwtError.None);

    [Fact]
    public void Checks_iat_without_exp() =>
        Run(new IssuedAtCheck(), """{"iat":0}""").Should().Be(JwtError.None);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"exp":0}""")]
    [InlineData("""{"iat":0}""")]
    public void Does_not_check_the_lifetime_without_both_dates(string claims) =>
        Run(new LifetimeCheck(), claims).Should().Be(JwtError.None);

    private static JwtError Run(IClaimCheck check, string claims)
    {
        var json = Encoding.UTF8.GetBytes(claims);
        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(json, index, out var members).Should().Be(JsonFault.None);
        RegisteredClaims.Read(members, out var registered).Should().Be(JwtError.None);
        return check.Check(new ClaimsSet(json, registered), new ClaimCheckContext(Policy, TestIssuer.Now));
    }
}
