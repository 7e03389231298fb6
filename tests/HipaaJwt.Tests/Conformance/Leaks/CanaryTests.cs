using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Conformance.Leaks;

/// <summary>Family 43: a canary in each part of a token, combined with each error, appears in no log, metric or event.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Canary = "c4n4ry7f3e";

    private static readonly string[] HeaderMembers = ["alg", "typ", "kid", "crit", "jwk", "jku", "x5u", "x5c", "x5t", "cty", "zip", "x"];
    private static readonly string[] Claims = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "azp", "scope", "roles", "x"];

    /// <summary>The claims that the event of a token with a valid signature may contain.</summary>
    private static readonly string[] AuditedClaims = ["sub", "jti", "client_id", "azp"];

    private static readonly (string Name, Func<RawObject, RawObject> Header, Func<RawObject, RawObject> Claims)[] Failures =
    [
        ("none", header => header, claims => claims),
        ("alg", header => header.With("alg", "\"none\""), claims => claims),
        ("alg not allowed", header => header.With("alg", "\"HS512\""), claims => claims),
        ("typ missing", header => header.Without("typ"), claims => claims),
        ("typ", header => header.With("typ", "\"JWT\""), claims => claims),
        ("kid", header => header.With("kid", "\"unknown\""), claims => claims),
        ("kid missing", header => header.Without("kid"), claims => claims),
        ("crit", header => header.Also("crit", "[]"), claims => claims),
        ("header duplicate", header => header.Also("dup", "1").Also("dup", "1"), claims => claims),
        ("header deep", header => header.Also("deep", new string('[', 20)), claims => claims),
        ("header malformed", header => header.Also("bad", "01"), claims => claims),
        ("claims duplicate", header => header, claims => claims.Also("dup", "1").Also("dup", "1")),
        ("claims deep", header => header, claims => claims.Also("deep", new string('[', 20))),
        ("claims malformed", header => header, claims => claims.Also("bad", "01")),
        ("missing", header => header, claims => claims.Without("jti")),
        ("expired", header => header, claims => claims.With("exp", $"{TokenFixture.Now - 60}")),
        ("not yet valid", header => header, claims => claims.Also("nbf", $"{TokenFixture.Now + 60}")),
        ("issued in the future", header => header, claims => claims.With("iat", $"{TokenFixture.Now + 60}")),
        ("too long", header => header, claims => claims.With("exp", $"{TokenFixture.Now + 60_000}")),
        ("audience", header => header, claims => claims.With("aud", "\"x\"")),
        ("issuer", header => header, claims => claims.With("iss", "\"x\"")),
        ("a check that throws", header => header, claims => claims.Also("throw", "true")),
        ("a check that rejects", header => header, claims => claims.Also("reject", "true")),
    ];

    private readonly TestIssuer _issuer = new();
    private readonly Recorder _recorder = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _recorder.Dispose();
    }

    [Fact]
    public async Task No_part_of_a_token_is_logged()
    {
        await using var services = Services();
        var validator = services.GetRequiredService<IJwtValidator>();
        var codes = new HashSet<JwtErrorCode>();
        foreach (var (part, audited, token) in Tokens())
        {
            _recorder.Events.Clear();

            var result = await validator.ValidateAsync(token);

            codes.Add(result.Error.Code);
            _recorder.Outputs.Enqueue($"{result} {result.Error} {result.Error.Member}");
            var auditEvent = _recorder.Events.Should().ContainSingle().Subject;
            var mayContain = audited && (result.IsValid || (int)result.Error.Code is >= 500 and < 900);
            (mayContain || !Leaks(token, $"{auditEvent}"))
                .Should().BeTrue("the canary is in {0} and the result is {1}: {2}", part, result, auditEvent);
            _recorder.Outputs.Where(output => Leaks(token, output))
                .Should().BeEmpty("the canary is in {0} and the result is {1}", part, result);
            _recorder.Outputs.Should().HaveCountGreaterThan(1, "the recorder must receive at least the counter");
            _recorder.Outputs.Clear();
        }

        codes.Should().HaveCountGreaterThan(22, "every error must occur");
    }

    private static bool Leaks(string token, string output) =>
        output.Contains(Canary, StringComparison.OrdinalIgnoreCase)
        || token.Split('.').Any(segment => segment.Length > 16 && output.Contains(segment[^16..], StringComparison.Ordinal));

    private IEnumerable<(string Part, bool Audited, string Token)> Tokens()
    {
        var value = $"\"{Canary}\"";
        foreach (var (failure, header, claims) in Failures)
        {
            foreach (var name in HeaderMembers)
            {
                yield return (
                    $"{failure}, header {name}", false, Token(header(TokenFixture.Header).With(name, value), claims(TokenFixture.Claims)));
            }

            foreach (var name in Claims)
            {
                var token = Token(header(TokenFixture.Header), claims(TokenFixture.Claims).With(name, value));
                yield return ($"{failure}, claim {name}", AuditedClaims.Contains(name), token);
                yield return ($"{failure}, claim {name}, bad signature", false, token[..^20] + new string('A', 20));
            }

            yield return (
                $"{failure}, name in the header", false, Token(header(TokenFixture.Header).Also(Canary, "1"), claims(TokenFixture.Claims)));
            yield return (
                $"{failure}, name of a claim",
                false,
                Token(header(TokenFixture.Header), claims(TokenFixture.Claims).Also(Canary, $"{{{value}:[{value}]}}")));
        }

        var valid = Token(TokenFixture.Header, TokenFixture.Claims);
        yield return ("the signature", false, valid[..valid.LastIndexOf('.')] + "." + Canary);
        yield return ("the whole token", false, Canary);
        yield return ("an invalid character", false, valid + "=" + Canary);
        yield return ("a token above the limit", false, string.Concat(Enumerable.Repeat(Canary, 2_000)));
    }

    private string Token(RawObject header, RawObject claims) => _issuer.Sign(header.ToString(), claims.ToString());

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(TestIssuer.Now));
        services.AddLogging(logging => logging.AddProvider(_recorder).SetMinimumLevel(LogLevel.Trace));
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust(issuer =>
            {
                issuer.SigningKeys.Clear();
                issuer.SigningKeys.Add(new Microsoft.IdentityModel.Tokens.ECDsaSecurityKey(_issuer.Key) { KeyId = "ec-1" });
            })))
            .AddPermissions(map => map.Scope("chart.read").Grants("chart:read"))
            .AddClaimCheck<LeakingCheck>()
            .AddAuditSink(_recorder, AuditDelivery.Required);
        return services.BuildServiceProvider();
    }

    /// <summary>A check that puts all claims into its exception.</summary>
    private sealed class LeakingCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) => claims switch
        {
            _ when claims.Contains("throw") => throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(claims.Json.Span)),
            _ when claims.Contains("reject") => new JwtError(JwtErrorCode.ClaimRefused, "reject"),
            _ => JwtError.None,
        };
    }
}
