using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HipaaJwt.Tool.Tests.DevelopmentTokens;

public sealed class DevTokenTests : IDisposable
{
    private readonly DevProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_service_in_Development_accepts_the_token_and_grants_the_permissions_of_its_role_and_scope()
    {
        var run = await _project.RunAsync("--role", "physician", "--scope", "chart.write", "--subject", "dr.rivera");

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        var result = await ValidateAsync("Development", run.Lines.Single());
        result.Error.Should().Be(JwtError.None);
        result.Token!.Subject.Should().Be("dr.rivera");
        result.Token.Permissions.Select(permission => permission.ToString()).Should().BeEquivalentTo("chart:read", "chart:write");
    }

    [Fact]
    public async Task A_service_in_Production_rejects_the_token_with_the_same_configuration()
    {
        var run = await _project.RunAsync("--role", "physician");

        (await ValidateAsync("Production", run.Lines.Single())).IsValid.Should().BeFalse();
    }

    [Fact]
    public async Task The_first_call_creates_files_that_only_their_owner_may_read_and_never_shows_the_private_key()
    {
        var run = await _project.RunAsync();

        run.Error.Should().Contain("created a development key");
        FileModes.Of(_project.KeyFile).Should().Be(FileModes.OwnerOnly);
        FileModes.Of(_project.Secrets).Should().Be(FileModes.OwnerOnly);
        (run.Output + run.Error).Should().NotContain("PRIVATE");
        var key = JsonNode.Parse(await ReadSecretsAsync())!["HipaaJwtDevelopment"]!["SigningKeys"]![0]!.AsObject();
        key.Select(member => member.Key).Should().BeEquivalentTo("kty", "crv", "x", "y", "kid", "use", "alg");
    }

    [Fact]
    public async Task A_second_call_uses_the_same_key()
    {
        var first = await _project.RunAsync("--json");
        var second = await _project.RunAsync("--json");

        second.Error.Should().BeEmpty();
        second.Json["keyId"]!.GetValue<string>().Should().Be(first.Json["keyId"]!.GetValue<string>());
        second.Json["tokenId"]!.GetValue<string>().Should().NotBe(first.Json["tokenId"]!.GetValue<string>());
    }

    [Fact]
    public async Task All_other_secrets_stay_and_flattened_ones_of_the_tool_are_replaced()
    {
        _project.WriteSecrets("""
            {
              "Authentication:Schemes:Bearer:SigningKeys": [ { "Issuer": "dotnet-user-jwts", "Value": "AAAA" } ],
              "HipaaJwtDevelopment:Audiences:0": "https://first.example",
              "HipaaJwtDevelopment:SigningKeys:0:kty": "EC",
              "Database": "x"
            }
            """);

        await _project.RunAsync("--audience", "https://second.example");

        var secrets = JsonNode.Parse(await ReadSecretsAsync())!.AsObject();
        secrets.Select(secret => secret.Key)
            .Should().BeEquivalentTo("Authentication:Schemes:Bearer:SigningKeys", "Database", "HipaaJwtDevelopment");
        secrets["HipaaJwtDevelopment"]!["Audiences"]!.AsArray().Select(audience => audience!.GetValue<string>())
            .Should().Equal("https://second.example", "https://first.example");
    }

    [Fact]
    public async Task A_project_without_user_secrets_gets_them_and_stays_as_it_is_otherwise()
    {
        using var project = new DevProject(secretsId: null);
        var before = await File.ReadAllLinesAsync(project.File, TestContext.Current.CancellationToken);

        var run = await project.RunAsync();

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        run.Error.Should().Contain("added UserSecretsId to");
        var after = await File.ReadAllLinesAsync(project.File, TestContext.Current.CancellationToken);
        after.Except(before).Should().ContainSingle().Which.Should().MatchRegex("^    <UserSecretsId>[0-9a-f-]{36}</UserSecretsId>$");
        before.Except(after).Should().BeEmpty();
        (await project.RunAsync()).Error.Should().BeEmpty();
    }

    [Fact]
    public async Task The_audience_is_that_of_the_first_issuer_in_the_settings_for_development_and_then_in_the_others()
    {
        (await AudienceAsync()).Should().Be("hipaa-jwt-dev");

        _project.Write("appsettings.json", Settings("https://charts.hospital.example"));
        (await AudienceAsync()).Should().Be("https://charts.hospital.example");

        _project.Write("appsettings.Development.json", Settings("https://localhost:7099"));
        (await AudienceAsync()).Should().Be("https://localhost:7099");
        (await AudienceAsync("--settings", Path.Combine(_project.Home, "appsettings.json"))).Should().Be("https://charts.hospital.example");
        (await AudienceAsync("--audience", "https://other.example")).Should().Be("https://other.example");
    }

    [Fact]
    public async Task Claims_with_one_value_are_strings_and_with_several_are_arrays()
    {
        var run = await _project.RunAsync("--claim", "department=pharmacy", "--claim", "unit=7", "--claim", "unit=a=b");

        var token = new JsonWebToken(run.Lines.Single());
        token.GetPayloadValue<string>("department").Should().Be("pharmacy");
        token.GetPayloadValue<string[]>("unit").Should().Equal("7", "a=b");
        token.Typ.Should().Be("at+jwt");
        token.Alg.Should().Be("ES256");
    }

    [Theory]
    [InlineData("00:00:01", 1)]
    [InlineData("1.00:00:00", 86400)]
    public async Task A_lifetime_is_1_second_to_24_hours(string text, int seconds)
    {
        var token = new JsonWebToken((await _project.RunAsync("--lifetime", text)).Lines.Single());

        (token.ValidTo - token.IssuedAt).Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("--lifetime", "00:00:00")]
    [InlineData("--lifetime", "1.00:00:01")]
    [InlineData("--lifetime", "1")]
    [InlineData("--claim", "department")]
    [InlineData("--claim", "=pharmacy")]
    [InlineData("--claim", "iss=https://idp.hospital.example")]
    [InlineData("--claim", "exp=1")]
    public async Task Wrong_options_have_exit_code_2_and_create_no_key(string option, string value)
    {
        (await _project.RunAsync(option, value)).Code.Should().Be(ExitCode.Usage);

        File.Exists(_project.KeyFile).Should().BeFalse();
    }

    [Fact]
    public async Task A_folder_without_a_project_has_exit_code_3()
    {
        using var folder = new TempFolder();

        var run = await ToolRun.Of("dev", "token", "--project", folder.Path);

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain("has no project file").And.Contain("--project");
    }

    [Fact]
    public async Task A_private_key_that_others_may_read_is_not_used()
    {
        await _project.RunAsync();
        FileModes.Set(_project.KeyFile, FileModes.OwnerOnly | UnixFileMode.GroupRead);

        var run = await _project.RunAsync();

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain("may be read by users other than its owner (mode 0640)");
    }

    [Theory]
    [InlineData("[]", "is not one JSON object")]
    [InlineData("{ \"a\"", "is not JSON: line 1")]
    public async Task Damaged_user_secrets_are_not_overwritten(string text, string problem)
    {
        _project.WriteSecrets(text);

        var run = await _project.RunAsync();

        run.Code.Should().Be(ExitCode.NotFound);
        run.Error.Should().Contain(problem);
        (await ReadSecretsAsync()).Should().Be(text);
    }

    private static string Settings(string audience) =>
        new JsonObject
        {
            ["HipaaJwt"] = new JsonObject
            {
                ["Issuers"] = new JsonArray(new JsonObject { ["Audiences"] = new JsonArray(audience) }),
            },
        }.ToJsonString();

    private async Task<string> AudienceAsync(params string[] options) =>
        new JsonWebToken((await _project.RunAsync(options)).Lines.Single()).Audiences.Single();

    private Task<string> ReadSecretsAsync() => File.ReadAllTextAsync(_project.Secrets, TestContext.Current.CancellationToken);

    private async Task<JwtValidationResult> ValidateAsync(string environment, string token)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddJsonFile(_project.Secrets);
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(new TrustedIssuer
        {
            Issuer = "https://idp.hospital.example",
            Audiences = { "https://charts.hospital.example" },
            Algorithms = { JwsAlgorithm.ES256 },
            JwksUri = "https://127.0.0.1:1/keys",
        }))
            .AddPermissions(map => map.Role("physician").Grants("chart:read").Scope("chart.write").Grants("chart:write"))
            .AddDevelopmentTokens();
        using var host = builder.Build();
        return await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(token, TestContext.Current.CancellationToken);
    }
}
