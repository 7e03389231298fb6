using System.Globalization;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.Diagnosis;

public sealed class DoctorTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Shows_what_is_trusted_and_finds_nothing_wrong()
    {
        var run = await DoctorAsync(SettingsFile.Trusting(_issuer));

        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
        run.Output.Should().Contain(TestIssuer.Name).And.Contain(TestIssuer.Audience).And.Contain("ES256").And.Contain("key-1: EC 256")
            .And.Contain("Problems: 0, warnings: 0").And.Contain("Not checked");
    }

    [Fact]
    public async Task Writes_one_JSON_object()
    {
        var run = await DoctorAsync(SettingsFile.Trusting(_issuer), "--json");

        run.Json["problems"]!.GetValue<int>().Should().Be(0);
        run.Json["issuers"]![0]!["issuer"]!.GetValue<string>().Should().Be(TestIssuer.Name);
    }

    [Fact]
    public async Task Fetches_keys_and_shows_their_strength()
    {
        await using var provider = await KeyProvider.StartAsync();
        provider.Publish(("key-1", _issuer.Key));

        var run = await DoctorAsync(SettingsFile.FetchingMetadata(provider.Address + KeyProvider.MetadataPath));

        run.Code.Should().Be(ExitCode.Ok, run.Output + run.Error);
        run.Output.Should().Contain("key-1: EC P-256").And.Contain("HTTP 200").And.Contain("Current")
            .And.Contain("within 5 s of the clock of 127.0.0.1");
    }

    [Fact]
    public async Task An_unreachable_issuer_is_a_problem()
    {
        var run = await DoctorAsync(SettingsFile.Fetching("http://127.0.0.1:1/keys"), "--json");

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().Contain("ConnectionError").And.Contain("Unavailable");
    }

    [Fact]
    public async Task An_answer_other_than_200_is_a_problem()
    {
        await using var provider = await KeyProvider.StartAsync();
        provider.Instead = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };

        var run = await DoctorAsync(SettingsFile.Fetching(provider.Address + KeyProvider.KeysPath));

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().Contain("HTTP 503");
    }

    [Theory]
    [InlineData(-20, 0, "(19|20|21) s ahead of")]
    [InlineData(20, 0, "(19|20|21) s behind")]
    [InlineData(-3600, 1, "1 h ahead of")]
    public async Task A_wrong_clock_is_found_by_the_time_of_the_issuer(int offset, int code, string message)
    {
        await using var provider = await KeyProvider.StartAsync();
        provider.Publish(("key-1", _issuer.Key));
        provider.Headers["Date"] = TimeProvider.System.GetUtcNow().AddSeconds(offset).ToString("R", CultureInfo.InvariantCulture);

        var run = await DoctorAsync(SettingsFile.Fetching(provider.Address + KeyProvider.KeysPath));

        ((int)run.Code).Should().Be(code, run.Output);
        run.Output.Should().MatchRegex($"{message} the clock of 127.0.0.1; ClockSkew is 30 s");
    }

    [Fact]
    public async Task Weak_options_are_warnings_and_fail_only_if_asked_to()
    {
        var settings = SettingsFile.Trusting(_issuer, entry => entry["AllowMissingTokenType"] = true);

        var run = await DoctorAsync(settings);
        var strict = await DoctorAsync(settings, "--strict");

        run.Code.Should().Be(ExitCode.Ok);
        run.Output.Should().Contain("weak option").And.Contain("AllowMissingTokenType").And.Contain("warnings: 1");
        strict.Code.Should().Be(ExitCode.Invalid);
    }

    [Fact]
    public async Task Invalid_options_are_a_problem()
    {
        var run = await DoctorAsync(SettingsFile.Trusting(_issuer, entry => entry["Algorithms"] = "none"));

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().Contain("Algorithms");
    }

    [Fact]
    public async Task Settings_that_others_may_change_are_a_problem()
    {
        var settings = _folder.Write("settings.json", SettingsFile.Trusting(_issuer));
        FileModes.Set(settings, FileModes.OwnerOnly | UnixFileMode.OtherWrite);

        var run = await ToolRun.With(time: _issuer.Time).RunAsync("doctor", "--settings", settings);

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().Contain("may be changed by users other than its owner (mode 0602)");
    }

    [Fact]
    public async Task Private_files_that_others_may_read_are_a_problem()
    {
        var key = _folder.Write("a.key", "x");
        FileModes.Set(key, FileModes.OwnerOnly | UnixFileMode.GroupRead);
        var exposed = await DoctorAsync(SettingsFile.Trusting(_issuer), "--private", key);
        FileModes.Set(key, FileModes.OwnerOnly);
        var hidden = await DoctorAsync(SettingsFile.Trusting(_issuer), "--private", key);
        var missing = await DoctorAsync(SettingsFile.Trusting(_issuer), "--private", _folder["missing"]);

        exposed.Code.Should().Be(ExitCode.Invalid);
        exposed.Output.Should().Contain("mode 0640");
        hidden.Code.Should().Be(ExitCode.Ok);
        missing.Code.Should().Be(ExitCode.Invalid);
    }

    [Theory]
    [InlineData("missing.json", null, "does not exist")]
    [InlineData("broken.json", "{", "is not JSON")]
    [InlineData("other.json", "{}", "no section HipaaJwt")]
    public async Task Settings_that_cannot_be_read_have_exit_code_3(string name, string? text, string message)
    {
        if (text is not null)
        {
            _folder.Write(name, text);
        }

        var run = await ToolRun.Of("doctor", "--settings", _folder[name]);

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain(message);
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _folder.Dispose();
    }

    private Task<ToolRun> DoctorAsync(string settings, params string[] options) =>
        ToolRun.Of(["doctor", "--settings", _folder.Write("settings.json", settings), .. options]);
}
