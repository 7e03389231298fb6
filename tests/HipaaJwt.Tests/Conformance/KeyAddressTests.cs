using System.Net;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 37 to 39: random <c>kid</c> values, addresses that fail or answer incorrectly, and withdrawn keys.</summary>
public sealed class KeyAddressTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, (Func<KeyProvider, HttpContext, Task> Answer, JwksFetchOutcome Outcome)> Faults =
        new(StringComparer.Ordinal)
        {
            ["aborts the connection"] = ((_, context) => Task.Run(context.Abort), JwksFetchOutcome.Unreachable),
            ["returns 502"] = (Status(HttpStatusCode.BadGateway), JwksFetchOutcome.StatusNotOk),
            ["returns 404"] = (Status(HttpStatusCode.NotFound), JwksFetchOutcome.StatusNotOk),
            ["returns 304"] = (Status(HttpStatusCode.NotModified), JwksFetchOutcome.StatusNotOk),
            ["returns 204"] = (Status(HttpStatusCode.NoContent), JwksFetchOutcome.StatusNotOk),
            ["returns an empty body"] = ((_, _) => Task.CompletedTask, JwksFetchOutcome.Malformed),
            ["returns text that is not JSON"] = (
            (_, context) => KeyProvider.WriteAsync(context, "\u0000\u0001keys"), JwksFetchOutcome.Malformed),
            ["returns bytes that are not UTF-8"] = (
            (_, context) => context.Response.Body.WriteAsync(new byte[] { 0x7B, 0xFF, 0xFE }).AsTask(), JwksFetchOutcome.Malformed),
            ["aborts its response"] = (CutAsync, JwksFetchOutcome.Unreachable),
            ["redirects to another host"] = (
            Redirect(provider => provider.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + KeyProvider.KeysPath),
            JwksFetchOutcome.RedirectRefused),
            ["redirects to another port"] = (Redirect(_ => "http://127.0.0.1:1/keys"), JwksFetchOutcome.RedirectRefused),
            ["redirects to itself"] = (Redirect(_ => string.Empty), JwksFetchOutcome.RedirectRefused),
            ["redirects endlessly"] = (Redirect(provider => $"/{provider.Requests.Count}"), JwksFetchOutcome.RedirectRefused),
            ["redirects without a location"] = (Status(HttpStatusCode.Found), JwksFetchOutcome.RedirectRefused),
            ["redirects to a file"] = (Redirect(_ => "file:///etc/passwd"), JwksFetchOutcome.RedirectRefused),
            ["has the metadata of another issuer"] = (
            Metadata(provider => provider.Metadata("https://idp.hospital.example/")), JwksFetchOutcome.IssuerMismatch),
            ["has metadata without issuer"] = (
            Metadata(provider => $$"""{"jwks_uri":"{{provider.Address}}/keys"}"""), JwksFetchOutcome.IssuerMismatch),
            ["has metadata with two issuers"] = (
            Metadata(provider => provider.Metadata().Replace("{", $$"""{"\u0069ssuer":"{{TestIssuer.Name}}",""", StringComparison.Ordinal)),
            JwksFetchOutcome.Malformed),
            ["has its keys at plain http"] = (
            Metadata(_ => WithKeysAt("http://idp.hospital.example/keys")), JwksFetchOutcome.KeyAddressRefused),
            ["has its keys in a file"] = (Metadata(_ => WithKeysAt("file:///etc/keys")), JwksFetchOutcome.KeyAddressRefused),
            ["has its keys at a relative address"] = (Metadata(_ => WithKeysAt("/keys")), JwksFetchOutcome.KeyAddressRefused),
            ["has its keys nowhere"] = (Metadata(_ => $$"""{"issuer":"{{TestIssuer.Name}}"}"""), JwksFetchOutcome.KeyAddressRefused),
            ["never responds"] = (
            (_, context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted), JwksFetchOutcome.TimedOut),
            ["never completes its response"] = (DripAsync, JwksFetchOutcome.TimedOut),
        };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task Uses_the_last_valid_keys_until_MaxKeyAge_and_recovers_with_the_issuer(string issuer)
    {
        await using var lab = await KeyLab.StartAsync(trust: (trusted, _) => trusted.MaxKeyAge = TimeSpan.FromMinutes(20));
        await lab.LoadAsync();
        var token = lab.Token();
        await lab.VerdictAsync(token);

        lab.Provider.Instead = context => Faults[issuer].Answer(lab.Provider, context);
        (await PassAsync(lab, Faults[issuer].Outcome == JwksFetchOutcome.TimedOut)).Should().Be(Faults[issuer].Outcome);
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None, "the last valid keys are still in use");
        (await lab.VerdictAsync(lab.Token())).Should().Be(JwtErrorCode.None);

        lab.Time.Advance(TestIssuer.Now.AddMinutes(20) - lab.Time.GetUtcNow() - TimeSpan.FromTicks(1));
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);
        lab.Time.Advance(TimeSpan.FromTicks(1));
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.KeysUnavailable, "the same applies to cached tokens");
        (await lab.VerdictAsync(lab.Token())).Should().Be(JwtErrorCode.KeysUnavailable);

        lab.Provider.Instead = null;
        await RecoverAsync(lab);
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);
        lab.StateLines.Should().Equal(
            "Information: Keys of issuer https://idp.hospital.example changed from NotLoaded to Current. Last refresh: Fetched.",
            $"Warning: Keys of issuer https://idp.hospital.example changed from Current to Stale. Last refresh: {Faults[issuer].Outcome}.",
            "Error: Keys of issuer https://idp.hospital.example changed from Stale to Unavailable. "
                + $"Last refresh: {Faults[issuer].Outcome}.",
            "Information: Keys of issuer https://idp.hospital.example changed from Unavailable to Current. Last refresh: Fetched.");
    }

    [Fact]
    public async Task Follows_redirects_on_the_same_host()
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);
        lab.Provider.Instead = context =>
        {
            var path = context.Request.Path.Value;
            if (path == "/2")
            {
                return lab.Provider.AnswerWellAsync(context);
            }

            (context.Response.StatusCode, context.Response.Headers.Location) = (307, path == "/1" ? lab.Provider.Address + "/2" : "/1");
            return Task.CompletedTask;
        };

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task Random_kid_values_cause_one_download_in_ten_seconds()
    {
        await using var lab = await KeyLab.StartAsync();
        var tokens = Enumerable.Range(0, 10_000).Select(number => lab.Token($"random-{number}")).ToArray();

        for (var window = 1; window <= 3; window++)
        {
            var verdicts = await Task.WhenAll(tokens.Select(token => Task.Run(() => lab.VerdictAsync(token))));

            verdicts.Should().OnlyContain(verdict => verdict == JwtErrorCode.KeyNotFound || verdict == JwtErrorCode.KeysUnavailable);
            lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(window);
            lab.Provider.RequestsFor(KeyProvider.MetadataPath).Should().Be(window);
            (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
            lab.Time.Advance(RefreshSchedule.MinInterval);
        }
    }

    [Fact]
    public async Task Random_kid_values_cause_one_attempt_in_ten_seconds_if_the_issuer_is_down()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context => Task.Run(context.Abort);

        for (var window = 1; window <= 3; window++)
        {
            var verdicts = await Task.WhenAll(
                Enumerable.Range(0, 1_000).Select(number => Task.Run(() => lab.VerdictAsync(lab.Token($"random-{number}")))));

            verdicts.Should().OnlyContain(verdict => verdict == JwtErrorCode.KeysUnavailable);
            lab.Provider.Requests.Should().HaveCount(window);
            lab.Time.Advance(RefreshSchedule.MinInterval);
            await lab.NextRefreshAsync();
        }
    }

    [Fact]
    public async Task Rejects_new_and_cached_tokens_of_a_withdrawn_key_after_the_refresh()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key), ("key-2", lab.SecondKey));
        await lab.LoadAsync();
        var (withdrawn, remaining) = (lab.Token(), lab.Token("key-2", lab.SecondKey));
        (await lab.VerdictAsync(withdrawn)).Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync(remaining)).Should().Be(JwtErrorCode.None);

        lab.Provider.Publish(("key-2", lab.SecondKey));
        await lab.PassAsync(Interval);

        (await lab.VerdictAsync(withdrawn)).Should().Be(JwtErrorCode.KeyNotFound);
        (await lab.VerdictAsync(lab.Token())).Should().Be(JwtErrorCode.KeyNotFound);
        (await lab.VerdictAsync(remaining)).Should().Be(JwtErrorCode.None);
    }

    /// <summary>Advances the clock by the interval and, if the issuer does not respond, by the timeout of a refresh.</summary>
    private static async Task<JwksFetchOutcome> PassAsync(KeyLab lab, bool isHanging)
    {
        lab.Provider.ForgetArrivals();
        lab.Time.Advance(Interval);
        if (isHanging)
        {
            await lab.Provider.ArrivalAsync();
            lab.Time.Advance(TimeSpan.FromSeconds(5));
        }

        return await lab.NextRefreshAsync();
    }

    /// <summary>Advances the clock until a refresh succeeds. A refresh that is already running may fail first.</summary>
    private static async Task RecoverAsync(KeyLab lab)
    {
        do
        {
            lab.Time.Advance(TimeSpan.FromMinutes(2));
        }
        while (await lab.NextRefreshAsync() != JwksFetchOutcome.Fetched);
    }

    private static Func<KeyProvider, HttpContext, Task> Status(HttpStatusCode status) => (_, context) =>
    {
        context.Response.StatusCode = (int)status;
        return Task.CompletedTask;
    };

    private static Func<KeyProvider, HttpContext, Task> Redirect(Func<KeyProvider, string> target) => (provider, context) =>
    {
        (context.Response.StatusCode, context.Response.Headers.Location) = (302, target(provider));
        return Task.CompletedTask;
    };

    private static Func<KeyProvider, HttpContext, Task> Metadata(Func<KeyProvider, string> text) => (provider, context) =>
        context.Request.Path == KeyProvider.MetadataPath
            ? KeyProvider.WriteAsync(context, text(provider))
            : provider.AnswerWellAsync(context);

    private static string WithKeysAt(string address) => $$"""{"issuer":"{{TestIssuer.Name}}","jwks_uri":"{{address}}"}""";

    private static async Task CutAsync(KeyProvider provider, HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await KeyProvider.WriteAsync(context, "{\"keys\":[");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static async Task DripAsync(KeyProvider provider, HttpContext context)
    {
        await KeyProvider.WriteAsync(context, "{\"keys\":[");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }
}
