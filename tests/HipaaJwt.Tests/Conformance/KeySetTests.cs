using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Family 8: JWK Sets that are rejected, and keys that are skipped. "good" is the key of the token.</summary>
public sealed class KeySetTests : IDisposable
{
    private const string AnyRsaNumber = "AQAB";

    private static readonly Dictionary<string, (Func<KeySetTests, string> Set, JwksFetchOutcome Outcome)> Rejected =
        new(StringComparer.Ordinal)
        {
            ["an empty response"] = (_ => string.Empty, JwksFetchOutcome.Malformed),
            ["HTML"] = (_ => "<html>It works!</html>", JwksFetchOutcome.Malformed),
            ["an array"] = (tests => $"[{tests.Good}]", JwksFetchOutcome.Malformed),
            ["an object without keys"] = (_ => "{}", JwksFetchOutcome.Malformed),
            ["keys that are an object"] = (tests => $$"""{"keys":{{tests.Good}}}""", JwksFetchOutcome.Malformed),
            ["a truncated set"] = (tests => Set(tests.Good)[..^1], JwksFetchOutcome.Malformed),
            ["a set followed by an object"] = (tests => Set(tests.Good) + "{}", JwksFetchOutcome.Malformed),
            ["a set with two lists"] = (tests => $$"""{"keys":[{{tests.Good}}],"keys":[]}""", JwksFetchOutcome.Malformed),
            ["a key with two IDs"] = (
            tests => Set(tests.Good.Replace("\"kty\"", "\"kid\":\"other\",\"kty\"", StringComparison.Ordinal)), JwksFetchOutcome.Malformed),
            ["no key"] = (_ => Set(), JwksFetchOutcome.NoUsableKey),
            ["only keys of other types"] = (
            tests => Set("""{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"AA"}""", tests.With("use", "enc")), JwksFetchOutcome.NoUsableKey),
            ["a symmetric key in addition"] = (
            tests => Set(tests.Good, $$"""{"kty":"oct","kid":"mac","k":"{{RawToken.Base64(new byte[32])}}"}"""),
            JwksFetchOutcome.SymmetricKeyPublished),
            ["a symmetric key for encryption in addition"] = (
            tests => Set(tests.Good, """{"kty":"oct","use":"enc","kid":"mac","k":"AA"}"""), JwksFetchOutcome.SymmetricKeyPublished),
            ["a symmetric key without bytes in addition"] = (
            tests => Set(tests.Good, """{"kty":"o\u0063t"}"""), JwksFetchOutcome.SymmetricKeyPublished),
            ["a secret in a key of another type"] = (tests => Set(tests.With("k", "AA")), JwksFetchOutcome.SymmetricKeyPublished),
            ["private parts"] = (
            tests => Set(tests.With("d", RawToken.Base64(tests._good.ExportParameters(true).D))), JwksFetchOutcome.PrivateKeyPublished),
            ["private parts of another key"] = (
            tests => Set(tests.Good, """{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"AA","d":"AA"}"""),
            JwksFetchOutcome.PrivateKeyPublished),
            ["a prime of an RSA key for encryption"] = (
            tests => Set(tests.Good, $$"""{"kty":"RSA","use":"enc","n":"{{AnyRsaNumber}}","e":"AQAB","p":"AQAB"}"""),
            JwksFetchOutcome.PrivateKeyPublished),
            ["two keys with the same ID"] = (
            tests => Set(tests.Good, Jwk.Of(tests._other, "good").ToJsonString()), JwksFetchOutcome.DuplicateKeyId),
            ["two keys with the same ID in two spellings"] = (
            tests => Set(tests.Good, Jwk.Of(tests._other, "go!d").ToJsonString().Replace("go!d", "go\\u006fd", StringComparison.Ordinal)),
            JwksFetchOutcome.DuplicateKeyId),
            ["two keys with the same ID for the same algorithm, one of them for any"] = (
            tests => Set(
                tests.Good,
                Jwk.Of(tests._other, "good").ToJsonString().Replace("}", ",\"alg\":\"ES256\"}", StringComparison.Ordinal)),
            JwksFetchOutcome.DuplicateKeyId),
            ["a private part that is a number"] = (
            tests => Set(tests.Good.Replace("}", ",\"d\":7}", StringComparison.Ordinal)), JwksFetchOutcome.PrivateKeyPublished),
            ["101 keys"] = (tests => Set([tests.Good, .. Enumerable.Repeat("{}", 100)]), JwksFetchOutcome.TooManyKeys),
            ["10,000 keys"] = (tests => Set([.. Enumerable.Repeat("{\"kty\":\"EC\"}", 9_999), tests.Good]), JwksFetchOutcome.TooManyKeys),
            ["a megabyte and a byte"] = (tests => Padded(tests, JwksHttpClient.MaxBytes + 1), JwksFetchOutcome.TooLarge),
            ["10 MB"] = (tests => Padded(tests, 10 * JwksHttpClient.MaxBytes), JwksFetchOutcome.TooLarge),
            ["50 levels of nesting"] = (
            tests => $$"""{"keys":[{{tests.Good}}],"x":{{new string('[', 50)}}{{new string(']', 50)}}}""", JwksFetchOutcome.Malformed),
        };

    private static readonly Dictionary<string, (Func<KeySetTests, string> Set, int Skipped)> Accepted = new(StringComparer.Ordinal)
    {
        ["100 keys"] = (tests => Set([tests.Good, .. Enumerable.Range(0, 99).Select(number => tests.With("kid", $"k{number}"))]), 0),
        ["a megabyte"] = (tests => Padded(tests, JwksHttpClient.MaxBytes), 0),
        ["the same key twice"] = (tests => Set(tests.Good, tests.Good), 0),
        ["a key for encryption with the same ID"] = (
            tests => Set(
                Jwk.Of(tests._other, "good").ToJsonString().Replace("}", ",\"use\":\"enc\"}", StringComparison.Ordinal), tests.Good),
            0),
        ["keys of other types and curves"] = (
            tests => Set(
                """{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"AA"}""",
                """{"kty":"EC","crv":"secp256k1","kid":"k1","x":"AA","y":"AA"}""",
                tests.Good),
            0),
        ["a key of an algorithm that is not allowed"] = (
            tests => Set(Jwk.Of(tests._rsa.ExportParameters(false), "rsa").ToJsonString(), tests.With("alg", "ES256")), 0),
        ["a key that only signs"] = (
            tests => Set(tests.With("kid", "other").Replace("}", ",\"key_ops\":[\"sign\"]}", StringComparison.Ordinal), tests.Good), 0),
        ["a key for verification"] = (
            tests => Set(tests.Good.Replace(
                "}", ",\"key_ops\":[\"verify\"],\"use\":\"sig\",\"x5c\":[\"AA\"],\"unknown\":{}}", StringComparison.Ordinal)),
            0),
        ["a point off its curve"] = (tests => Set(tests.With("kid", "off", ("y", RawToken.Base64(new byte[32]))), tests.Good), 1),
        ["a coordinate too short"] = (tests => Set(tests.With("kid", "short", ("x", "AA")), tests.Good), 1),
        ["members that carry nothing"] = (
            tests => Set(tests.Good.Replace(
                "}",
                """
                ,"d":null,"p":"","q":null,"dp":null,"dq":"","qi":null,"oth":[],"k":null,"use":null,"alg":"","key_ops":null,"n":null}
                """,
                StringComparison.Ordinal)),
            0),
        ["the same ID for keys of two curves"] = (tests => Set(Jwk.Of(tests._p384, "good").ToJsonString(), tests.Good), 0),
        ["the same key for two algorithms, one of them not supported"] = (
            tests => Set(
                tests.Good.Replace("}", ",\"alg\":\"ES256\"}", StringComparison.Ordinal),
                tests.Good.Replace("}", ",\"alg\":\"ECDH-ES\"}", StringComparison.Ordinal)),
            0),
        ["the same key for its algorithm and for any"] = (
            tests => Set(tests.Good.Replace("}", ",\"alg\":\"ES256\"}", StringComparison.Ordinal), tests.Good), 0),
        ["values that are not objects"] = (tests => Set("7", "null", "[]", tests.Good), 3),
        ["a key ID that is a number"] = (tests => Set(tests.Good.Replace("\"good\"", "7", StringComparison.Ordinal), tests.Good), 1),
        ["an empty key ID, which counts as none"] = (tests => Set(tests.With("kid", string.Empty), tests.Good), 0),
        ["a key ID with a line break"] = (tests => Set(tests.With("kid", "a\nb"), tests.Good), 1),
        ["a key ID of 2,000 letters"] = (tests => Set(tests.With("kid", new string('k', 2_000)), tests.Good), 1),
        ["key_ops that is a string"] = (tests => Set(tests.With("kid", "ops", ("key_ops", "verify")), tests.Good), 1),
    };

    private readonly ECDsa _good = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly RSA _rsa = RSA.Create(2048);

    public static TheoryData<string> RejectedNames => [.. Rejected.Keys];

    public static TheoryData<string> AcceptedNames => [.. Accepted.Keys];

    private string Good => Jwk.Of(_good, "good").ToJsonString();

    public void Dispose()
    {
        _good.Dispose();
        _other.Dispose();
        _p384.Dispose();
        _rsa.Dispose();
    }

    [Theory]
    [MemberData(nameof(RejectedNames))]
    public async Task Rejects_the_whole_set_and_keeps_the_previous_keys_only_if_it_is_no_set(string name)
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);
        var (set, expected) = (Rejected[name].Set(this), Rejected[name].Outcome);
        lab.Provider.Instead = context => KeyProvider.WriteAsync(context, set);
        (await lab.VerdictAsync(lab.Token("good", _good))).Should().Be(JwtErrorCode.KeysUnavailable);
        (await lab.NextRefreshAsync()).Should().Be(expected);

        lab.Provider.Instead = null;
        await lab.PassAsync(RefreshSchedule.MinInterval);
        lab.Provider.Instead = context => KeyProvider.WriteAsync(context, set);
        (await lab.PassAsync(TimeSpan.FromMinutes(5))).Should().Be(expected);

        var isNoSet = expected is JwksFetchOutcome.Malformed or JwksFetchOutcome.TooLarge;
        (await lab.VerdictAsync() == JwtErrorCode.None).Should().Be(isNoSet, "a set without the previous key withdraws it");
    }

    [Theory]
    [MemberData(nameof(AcceptedNames))]
    public async Task Uses_the_set_without_invalid_and_irrelevant_keys(string name)
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);
        var (build, skipped) = Accepted[name];
        var set = build(this);
        var published = JsonNode.Parse(set)!["keys"]!.AsArray().Count;
        lab.Provider.Instead = context => KeyProvider.WriteAsync(context, set);

        (await lab.VerdictAsync(lab.Token("good", _good))).Should().Be(JwtErrorCode.None);

        lab.Log.Lines.Where(line => line.Id == 21).Should().HaveCount(skipped);
        lab.Log.Lines.Where(line => line.Id is 21 or 26).Should().HaveCount(published - lab.Keys.Keys.Length, "no key is dropped silently");
        lab.Log.Lines.Should().OnlyContain(line => !line.Text.Contains('\n', StringComparison.Ordinal));
        await lab.NextRefreshAsync();
        await lab.PassAsync(TimeSpan.FromMinutes(5));
        lab.Log.Lines.Where(line => line.Id == 21).Should().HaveCount(skipped, "each problem is logged once");
    }

    [Fact]
    public async Task Enforces_the_size_limit_without_Content_Length()
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);
        lab.Provider.Instead = async context =>
        {
            for (var part = 0; part < 100 && !context.RequestAborted.IsCancellationRequested; part++)
            {
                await KeyProvider.WriteAsync(context, new string(' ', 100_000));
                await context.Response.Body.FlushAsync();
            }
        };

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);

        (await lab.NextRefreshAsync()).Should().Be(JwksFetchOutcome.TooLarge);
    }

    private static string Set(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    private static string Padded(KeySetTests tests, int bytes)
    {
        var set = Set(tests.Good);
        return set + new string(' ', bytes - Encoding.UTF8.GetByteCount(set));
    }

    /// <summary>The good key with changed members.</summary>
    private string With(string name, string value, params (string Name, string Value)[] further)
    {
        var key = JsonNode.Parse(Good)!.AsObject();
        foreach (var (member, text) in further.Prepend((name, value)))
        {
            key[member] = text;
        }

        return key.ToJsonString();
    }
}
