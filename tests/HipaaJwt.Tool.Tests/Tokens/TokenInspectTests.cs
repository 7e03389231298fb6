using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;
using static HipaaJwt.Tests.Support.RawToken;

namespace HipaaJwt.Tool.Tests.Tokens;

public sealed class TokenInspectTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Shows_header_claims_and_ages_of_a_token_from_the_standard_input()
    {
        var run = await InspectAsync(_issuer.Token());

        run.Code.Should().Be(ExitCode.Ok);
        run.Lines[0].Should().StartWith("UNVERIFIED");
        run.Output.Should().Contain("kid  key-1").And.Contain("user-42").And.Contain("(in 10 min)").And.Contain("(0 s ago)");
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Says_in_JSON_that_nothing_is_verified()
    {
        var run = await InspectAsync(_issuer.Token(), "--json");

        run.Json["verified"]!.GetValue<bool>().Should().BeFalse();
        run.Json["notice"]!.GetValue<string>().Should().StartWith("UNVERIFIED");
        run.Json["times"]!["exp"]!["secondsFromNow"]!.GetValue<long>().Should().Be(600);
        run.Json["claims"]!["sub"]!.GetValue<string>().Should().Be("user-42");
    }

    [Fact]
    public async Task Never_shows_the_signature()
    {
        var token = _issuer.Token();
        var signature = token.Split('.')[2];

        (await InspectAsync(token)).Output.Should().NotContain(signature);
        (await InspectAsync(token, "--json")).Output.Should().NotContain(signature);
    }

    [Theory]
    [InlineData("birthdate", "1970-01-01")]
    [InlineData("patientBirthDate", "1970-01-01")]
    [InlineData("mrn", "4711-23")]
    [InlineData("patient", "Patient/123456")]
    [InlineData("note", "123-45-6789")]
    public async Task Hides_the_value_of_a_claim_that_may_identify_a_patient(string name, string value)
    {
        var token = _issuer.Token(claims: claims => claims[name] = value);

        var text = await InspectAsync(token);
        var json = await InspectAsync(token, "--json");

        text.Output.Should().Contain("***").And.NotContain(value).And.Contain("user-42");
        json.Output.Should().NotContain(value);
        json.Json["hidden"]!.AsArray().Select(hidden => hidden!.GetValue<string>()).Should().Equal(name);
    }

    [Fact]
    public async Task Hides_values_of_the_header_too()
    {
        var run = await InspectAsync(_issuer.Token(header: header => header["birthdate"] = "1970-01-01"));

        run.Output.Should().NotContain("1970-01-01");
    }

    [Fact]
    public async Task Escapes_control_characters_and_markup_of_the_token()
    {
        var run = await InspectAsync(_issuer.Token(claims: claims => claims["evil"] = "\u001b[2J\u202e[red]x[/]\nVALID"));

        run.Output.Should().Contain("\\u001B[2J\\u202E[red]x[/]\\u000AVALID").And.NotContain("\u001b").And.NotContain("\u202e");
    }

    [Fact]
    public async Task Warns_of_a_token_on_the_command_line()
    {
        var run = await ToolRun.With(time: _issuer.Time).RunAsync("token", "inspect", _issuer.Token());

        run.Code.Should().Be(ExitCode.Ok);
        run.Error.Should().StartWith("warning: the token is an argument");
    }

    [Fact]
    public async Task Reads_a_token_from_a_file_with_the_scheme_and_line_breaks_around_it()
    {
        var file = _folder.Write("token.txt", $"\n Bearer {_issuer.Token()}\r\n");

        var run = await ToolRun.With(time: _issuer.Time).RunAsync("token", "inspect", "--file", file);

        run.Code.Should().Be(ExitCode.Ok);
        run.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.!")]
    [InlineData("e30=.e30=.AA==")]
    [InlineData("e30.W10.AAAA")]
    [InlineData("bm8.e30.AAAA")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30.e30.AAAA.AAAA")]
    public async Task Rejects_what_is_no_token_with_exit_code_1(string token)
    {
        var run = await InspectAsync(token);

        run.Code.Should().Be(ExitCode.Invalid);
        run.Output.Should().BeEmpty();
        run.Error.Should().StartWith("error: this is not a").And.NotContain(token);
    }

    [Fact]
    public async Task Rejects_duplicate_claims()
    {
        var run = await InspectAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), """{"sub":"a","sub":"b"}"""));

        run.Code.Should().Be(ExitCode.Invalid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("Bearer ")]
    public async Task No_token_has_exit_code_2(string input) =>
        (await InspectAsync(input)).Code.Should().Be(ExitCode.Usage);

    [Fact]
    public async Task A_token_given_twice_has_exit_code_2() =>
        (await ToolRun.Of("token", "inspect", "x", "--file", "y")).Code.Should().Be(ExitCode.Usage);

    [Fact]
    public async Task A_missing_file_has_exit_code_3() =>
        (await ToolRun.Of("token", "inspect", "--file", _folder["missing"])).Code.Should().Be(ExitCode.NotFound);

    [Fact]
    public async Task A_token_of_more_than_64_KiB_is_rejected()
    {
        (await InspectAsync(new string('A', (64 * 1024) + 1))).Error.Should().Contain("longer than 64 KiB");
        (await InspectAsync(new string('A', 64 * 1024))).Error.Should().NotContain("longer than 64 KiB");
    }

    [Fact]
    public async Task Names_what_the_validator_would_reject()
    {
        var unsigned = $"{Encode("""{"alg":"none"}""")}.{Encode("""{"sub":"a"}""")}.";

        var run = await InspectAsync(unsigned);

        run.Code.Should().Be(ExitCode.Ok);
        run.Output.Should().Contain("no signature").And.Contain("no kid").And.Contain("no exp");
    }

    [Fact]
    public async Task Says_that_a_token_expired_or_is_not_valid_yet()
    {
        var now = TestIssuer.Now.ToUnixTimeSeconds();

        (await InspectAsync(_issuer.Token(claims: claims => claims["exp"] = now))).Output.Should().Contain("The token expired 0 s ago.");
        (await InspectAsync(_issuer.Token(claims: claims => claims["exp"] = now + 1))).Output.Should().NotContain("expired");
        (await InspectAsync(_issuer.Token(claims: claims => claims["nbf"] = now + 1))).Output.Should().Contain("valid in 1 s");
        (await InspectAsync(_issuer.Token(claims: claims => claims["exp"] = 1e300))).Code.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public async Task Shows_only_the_header_of_an_encrypted_token()
    {
        var run = await InspectAsync($"{Encode("""{"alg":"dir","enc":"A256GCM"}""")}..AAAA.AAAA.AAAA", "--json");

        run.Json["encrypted"]!.GetValue<bool>().Should().BeTrue();
        run.Json["claims"].Should().BeNull();
        run.Json["header"]!["enc"]!.GetValue<string>().Should().Be("A256GCM");
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _folder.Dispose();
    }

    private static string Encode(string json) => Base64(Encoding.UTF8.GetBytes(json));

    private Task<ToolRun> InspectAsync(string token, params string[] options) =>
        ToolRun.With(input: token, time: _issuer.Time).RunAsync(["token", "inspect", .. options]);
}
