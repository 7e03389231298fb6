using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Tokens;

public sealed class TokenValidateTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Accepts_a_valid_token_and_shows_who_it_is()
    {
        var run = await ValidateAsync(_issuer.Token(), Settings(change: options => options["Permissions"] = new JsonObject
        {
            ["Roles"] = new JsonObject { ["physician"] = new JsonArray("chart:read") },
        }));

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Lines[0].Should().Be("VALID");
        run.Output.Should().Contain("user-42").And.Contain("clinic-app").And.Contain("chart:read").And.Contain("(in 10 min)");
    }

    [Fact]
    public async Task Writes_the_result_as_JSON()
    {
        var run = await ValidateAsync(_issuer.Token(), Settings(), "--json");

        run.Json["valid"]!.GetValue<bool>().Should().BeTrue();
        run.Json["subject"]!.GetValue<string>().Should().Be("user-42");
        run.Json["issuer"]!.GetValue<string>().Should().Be(TestIssuer.Name);
    }

    [Fact]
    public async Task Rejects_an_expired_token_with_exit_code_1_and_the_reason()
    {
        var token = _issuer.Token(claims: claims => claims["exp"] = TestIssuer.Now.AddMinutes(-1).ToUnixTimeSeconds());

        var run = await ValidateAsync(token, Settings(), "--json");

        run.Code.Should().Be(ExitCode.Invalid);
        run.Json["reason"]!.GetValue<string>().Should().Be(nameof(JwtErrorCode.TokenExpired));
        run.Json["member"]!.GetValue<string>().Should().Be("exp");
    }

    [Fact]
    public async Task Rejects_garbage_with_exit_code_1()
    {
        var run = await ValidateAsync("garbage", Settings());

        run.Code.Should().Be(ExitCode.Invalid);
        run.Lines[0].Should().Be("REJECTED");
    }

    [Fact]
    public async Task A_later_file_overrides_an_earlier_one()
    {
        var run = await ValidateAsync(
            _issuer.Token(),
            Settings(),
            "--settings",
            _folder.Write("later.json", """{ "HipaaJwt": { "Issuers": [ { "Audiences": [ "https://another.example" ] } ] } }"""));

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().Contain("aud");
    }

    [Fact]
    public async Task A_bound_token_is_valid_only_if_the_binding_is_ignored()
    {
        var token = _issuer.Token(claims: claims => claims["cnf"] = new JsonObject { ["jkt"] = new string('A', 43) });

        (await ValidateAsync(token, Settings())).Code.Should().Be(ExitCode.Invalid);
        (await ValidateAsync(token, Settings(), "--ignore-sender-constraint")).Code.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public async Task Fetches_the_keys_of_the_issuer_first()
    {
        await using var provider = await KeyProvider.StartAsync();
        provider.Publish(("key-1", _issuer.Key));
        var settings = _folder.Write("settings.json", SettingsFile.Fetching(provider.Address + KeyProvider.KeysPath));

        var run = await ToolRun.With(_issuer.Sign(TestIssuer.Header().ToJsonString(), ClaimsOf(TimeProvider.System.GetUtcNow())))
            .RunAsync("token", "validate", "--settings", settings);

        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
    }

    [Fact]
    public async Task An_unreachable_issuer_has_exit_code_3_and_does_not_call_the_token_invalid()
    {
        var settings = _folder.Write("settings.json", SettingsFile.Fetching("http://127.0.0.1:1/keys"));

        var run = await ToolRun.With(_issuer.Sign(TestIssuer.Header().ToJsonString(), ClaimsOf(TimeProvider.System.GetUtcNow())))
            .RunAsync("token", "validate", "--settings", settings, "--json");

        run.Code.Should().Be(ExitCode.NotFound);
        run.Json["unavailable"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task A_missing_settings_file_has_exit_code_3()
    {
        var run = await ValidateAsync(_issuer.Token(), _folder["missing.json"]);

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain("does not exist");
    }

    [Theory]
    [InlineData("{ \"HipaaJwt\": \n secret-value }", "line 2")]
    [InlineData("", "line 1")]
    [InlineData("[]", "not one JSON object")]
    public async Task A_broken_settings_file_has_exit_code_3_and_the_message_quotes_nothing_of_it(string text, string place)
    {
        var run = await ValidateAsync(_issuer.Token(), _folder.Write("broken.json", text));

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain(place).And.NotContain("secret");
    }

    [Fact]
    public async Task A_settings_file_that_is_not_UTF_8_has_exit_code_3()
    {
        await File.WriteAllBytesAsync(_folder["latin.json"], [0x7b, 0xe9, 0x7d], TestContext.Current.CancellationToken);

        (await ValidateAsync(_issuer.Token(), _folder["latin.json"])).Error.Should().Contain("not UTF-8");
    }

    [Fact]
    public async Task A_missing_section_has_exit_code_3()
    {
        var run = await ValidateAsync(_issuer.Token(), Settings(), "--section", "Partners");

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain("no section Partners");
    }

    [Fact]
    public async Task Invalid_options_have_exit_code_3_and_the_message_names_their_path()
    {
        var run = await ValidateAsync(_issuer.Token(), Settings(change: options => options["ClockScew"] = "00:01:00"));

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain("ClockScew");
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _folder.Dispose();
    }

    private static string ClaimsOf(DateTimeOffset now)
    {
        var claims = TestIssuer.Claims();
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = now.AddMinutes(10).ToUnixTimeSeconds();
        return claims.ToJsonString();
    }

    private string Settings(Action<JsonObject>? changeIssuer = null, Action<JsonObject>? change = null) =>
        _folder.Write("settings.json", SettingsFile.Trusting(_issuer, changeIssuer, change));

    private Task<ToolRun> ValidateAsync(string token, string settings, params string[] options) =>
        ToolRun.With(input: token, time: _issuer.Time).RunAsync(["token", "validate", "--settings", settings, .. options]);
}
