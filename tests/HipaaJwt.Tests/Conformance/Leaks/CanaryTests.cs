using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Conformance.Leaks;

/// <summary>Family 43: a canary in every place of a token, with every way to fail, is found nowhere.</summary>
public sealed class CanaryTests : IDisposable
{
    private const string Canary = "c4n4ry7f3e";

    private static readonly string[] HeaderMembers = ["alg", "typ", "kid", "crit", "jwk", "jku", "x5u", "x5c", "x5t", "cty", "zip", "x"];
    private static readonly string[] Claims = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "azp", "scope", "roles", "x"];

    /// <summary>Whom the event of a token with a good signature may name.</summary>
    private static readonly string[] AuditedClaims = ["sub", "jti", "client_id", "azp"];

    private static readonly (string Name, Func<RawObject, RawObject> Header, Func<RawObject, RawObject> Claims)[] Failures =
    [
        ("none", header => header, claims => claims),
        ("alg", header => header.With("alg", "\"none\""), claims => claims),
        ("alg of nobody", header => header.With("alg", "\"HS512\""), claims => claims),
        ("typ missing", header => header.Without("typ"), claims => claims),
        ("typ", header => header.With("typ", "\"JWT\""), claims => claims),
        ("kid", header => header.With("kid", "\"nobody's\""), claims => claims),
        ("kid missing", header => header.Without("kid"), claims => claims),
        ("crit", header => header.Also("crit", "[]"), claims => claims),
        ("header duplicate", header => header.Also("dup", "1").Also("dup", "1"), claims => claims),
        ("header deep", header => header.Also("deep", new string('[', 20)), claims => claims),
        ("header malformed", header => header.Also("bad", "01"), claims => claims),
        ("claims duplicate", header => header, claims => claims.Also("dup", "1").Also("dup", "1")),
        ("claims deep", header => header, claims => claims.Also("deep", new string('[', 20))),
        ("claims malformed", header => header, claims => claims.Also("bad", "01")),
        ("missing", header => header, claims => claims.Without("jti")),
        ("expired", header => header, claims => claims.With("exp", $"{Workshop.Now - 60}")),
        ("not yet valid", header => header, claims => claims.Also("nbf", $"{Workshop.Now + 60}")),
        ("issued ahead", header => header, claims => claims.With("iat", $"{Workshop.Now + 60}")),
        ("too long", header => header, claims => claims.With("exp", $"{Workshop.Now + 60_000}")),
        ("audience", header => header, claims => claims.With("aud", "\"x\"")),
        ("issuer", header => header, claims => claims.With("iss", "\"x\"")),
        ("a check that throws", header => header, claims => claims.Also("throw", "true")),
        ("a check that refuses", header => header, claims => claims.Also("refuse", "true")),
    ];

    private readonly TestIssuer _issuer = new();
    private readonly Recorder _recorder = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _recorder.Dispose();
    }

    [Fact]
    public async Task A_canary_in_any_place_of_a_token_is_told_to_nobody()
    {
        await using var services = Services();
        var validator = services.GetRequiredService<IJwtValidator>();
        var codes = new HashSet<JwtErrorCode>();
        foreach (var (place, audited, token) in Tokens())
        {
            _recorder.Events.Clear();

            var result = await validator.ValidateAsync(token);

            codes.Add(result.Error.Code);
            _recorder.Said.Enqueue($"{result} {result.Error} {result.Error.Member}");
            var auditEvent = _recorder.Events.Should().ContainSingle().Subject;
            var mayName = audited && (result.IsValid || (int)result.Error.Code is >= 500 and < 900);
            (mayName || !Leaks(token, $"{auditEvent}")).Should().BeTrue("the canary is in {0} and the verdict is {1}: {2}", place, result, auditEvent);
            _recorder.Said.Where(said => Leaks(token, said)).Should().BeEmpty("the canary is in {0} and the verdict is {1}", place, result);
            _recorder.Said.Should().HaveCountGreaterThan(1, "the recorder must hear the counter at least");
            _recorder.Said.Clear();
        }

        codes.Should().HaveCountGreaterThan(22, "every way to fail must be taken");
    }

    private static bool Leaks(string token, string said) =>
        said.Contains(Canary, StringComparison.OrdinalIgnoreCase)
        || token.Split('.').Any(segment => segment.Length > 16 && said.Contains(segment[^16..], StringComparison.Ordinal));

    private IEnumerable<(string Place, bool Audited, string Token)> Tokens()
    {
        var value = $"\"{Canary}\"";
        foreach (var (failure, header, claims) in Failures)
        {
            foreach (var name in HeaderMembers)
            {
                yield return ($"{failure}, header {name}", false, Token(header(Workshop.Header).With(name, value), claims(Workshop.Claims)));
            }

            foreach (var name in Claims)
            {
                var token = Token(header(Workshop.Header), claims(Workshop.Claims).With(name, value));
                yield return ($"{failure}, claim {name}", AuditedClaims.Contains(name), token);
                yield return ($"{failure}, claim {name}, bad signature", false, token[..^20] + new string('A', 20));
            }

            yield return ($"{failure}, name in the header", false, Token(header(Workshop.Header).Also(Canary, "1"), claims(Workshop.Claims)));
            yield return ($"{failure}, name of a claim", false, Token(header(Workshop.Header), claims(Workshop.Claims).Also(Canary, $"{{{value}:[{value}]}}")));
        }

        var good = Token(Workshop.Header, Workshop.Claims);
        yield return ("the signature", false, good[..good.LastIndexOf('.')] + "." + Canary);
        yield return ("the whole token", false, Canary);
        yield return ("a foreign character", false, good + "=" + Canary);
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
            .AddClaimCheck<TalkativeCheck>()
            .AddAuditSink(_recorder, AuditDelivery.Required);
        return services.BuildServiceProvider();
    }

    /// <summary>A check of an application that puts all it knows into its exception.</summary>
    private sealed class TalkativeCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) => claims switch
        {
            _ when claims.Contains("throw") => throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(claims.Json.Span)),
            _ when claims.Contains("refuse") => new JwtError(JwtErrorCode.ClaimRefused, "refuse"),
            _ => JwtError.None,
        };
    }
}
