using System.Collections.Concurrent;
using System.Security.Cryptography;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Hosting;

/// <summary>What logs and the health check tell of keys that cannot be fetched, and what the issuer learns of the client.</summary>
public sealed class KeyReasonTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Logs_each_change_of_the_reason_once()
    {
        await using var lab = await KeyLab.StartAsync(services: services => services.AddHealthChecks().AddHipaaJwtKeys());
        await lab.LoadAsync();

        Answer(lab, 503);
        await lab.PassAsync(Interval);
        await lab.PassAsync(TimeSpan.FromSeconds(10));
        Answer(lab, 404);
        await lab.PassAsync(TimeSpan.FromSeconds(20));
        lab.Provider.Instead = context => KeyProvider.WriteAsync(context, lab.Provider.Metadata("https://other.example"));
        await lab.PassAsync(TimeSpan.FromSeconds(40));
        (await HealthAsync(lab)).Should().EndWith(
            "last refresh: IssuerMismatch (expected \"https://idp.hospital.example\", found \"https://other.example\")");
        lab.Provider.Instead = null;
        await lab.PassAsync(TimeSpan.FromSeconds(80));
        Answer(lab, 404);
        await lab.PassAsync(Interval);

        var metadata = lab.Provider.Address + KeyProvider.MetadataPath;
        const string Prefix = "Warning: Keys of issuer https://idp.hospital.example were not refreshed: ";
        const string Suffix = ". They are Stale. Correct the address or the issuer's answer.";
        Lines(lab, 25).Should().Equal(
            Prefix + $"StatusNotOk (metadata {metadata}, HTTP 503)" + Suffix,
            Prefix + $"StatusNotOk (metadata {metadata}, HTTP 404)" + Suffix,
            Prefix + "IssuerMismatch (expected \"https://idp.hospital.example\", found \"https://other.example\")" + Suffix,
            Prefix + $"StatusNotOk (metadata {metadata}, HTTP 404)" + Suffix);
    }

    [Fact]
    public async Task Shortens_and_cleans_what_the_issuer_publishes()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context =>
            KeyProvider.WriteAsync(context, $$"""{"issuer":"a\u000a\u202e{{new string('b', 5_000)}}"}""");

        await lab.VerdictAsync();
        await lab.NextRefreshAsync();

        Lines(lab, 25).Should().ContainSingle().Which.Should().Contain($"found \"a??{new string('b', 197)}…\"").And.NotContain("\n");
    }

    [Theory]
    [InlineData("{}", "found none")]
    [InlineData("{\"issuer\":7}", "found none")]
    [InlineData("{\"issuer\":\"https://idp.hospital.example\"}", "jwks_uri is missing or not an absolute address")]
    [InlineData("{\"issuer\":\"https://idp.hospital.example\",\"jwks_uri\":\"http://idp.example/keys\"}", "jwks_uri is not https")]
    [InlineData("<html>", "is not a JSON object")]
    public async Task Tells_what_is_wrong_with_metadata(string metadata, string expected)
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context => KeyProvider.WriteAsync(context, metadata);

        await lab.VerdictAsync();
        await lab.NextRefreshAsync();

        Lines(lab, 25).Should().ContainSingle().Which.Should().Contain(expected);
    }

    [Fact]
    public async Task Tells_which_keys_of_a_set_are_defective()
    {
        using var other = new TestIssuer();
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);
        lab.Provider.Publish(("a", other.Key), ("same", lab.Issuer.Key), ("same", lab.SecondKey));

        await lab.VerdictAsync();
        await lab.NextRefreshAsync();

        Lines(lab, 25).Should().ContainSingle().Which.Should().Contain("DuplicateKeyId (keys 1, 2)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sends_a_User_Agent_with_each_request_unless_the_application_sets_one(bool isDefault)
    {
        ConcurrentQueue<string> agents = [];
        await using var lab = await KeyLab.StartAsync(services: services =>
        {
            if (!isDefault)
            {
                services.AddHttpClient("HipaaJwt.Keys", client => client.DefaultRequestHeaders.UserAgent.ParseAdd("Clinic/2"));
            }
        });
        lab.Provider.Instead = context =>
        {
            agents.Enqueue(context.Request.Headers.UserAgent.ToString());
            return lab.Provider.AnswerWellAsync(context);
        };

        await lab.LoadAsync();

        agents.Should().HaveCount(2).And.OnlyContain(agent => isDefault ? IsOurs(agent) : agent == "Clinic/2");
    }

    [Fact]
    public async Task Logs_a_fetched_key_that_a_pinned_key_supersedes_once()
    {
        await using var lab = await KeyLab.StartAsync((issuer, address) =>
        {
            KeyLab.BySet(issuer, address);
            issuer.SigningKeys.Add(new ECDsaSecurityKey(SecurityKey()) { KeyId = TestIssuer.KeyId });
        });
        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key), ("key-2", lab.SecondKey));

        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.None);
        await lab.NextRefreshAsync();
        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key));
        await lab.PassAsync(Interval);

        Lines(lab, 27).Should().ContainSingle()
            .Which.Should().Contain("Fetched key key-1 of issuer https://idp.hospital.example is not used");
    }

    private static ECDsa SecurityKey() =>
        ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static bool IsOurs(string agent) =>
        agent.StartsWith("HipaaJwt/", StringComparison.Ordinal) && Version.TryParse(agent["HipaaJwt/".Length..], out _);

    private static void Answer(KeyLab lab, int status) => lab.Provider.Instead = context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static IEnumerable<string> Lines(KeyLab lab, int id) =>
        lab.Log.Lines.Where(line => line.Id == id).Select(line => $"{line.Level}: {line.Text}");

    private static async Task<string?> HealthAsync(KeyLab lab) =>
        (await lab.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["hipaajwt-keys"].Description;
}
