using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Tests.Support;

namespace HipaaJwt.Tool.Tests.SigningKeys;

public sealed class KeysTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Creates_a_private_key_that_only_its_owner_may_read()
    {
        var run = await ToolRun.Of("audit", "keys", "new", _folder["a.key"], "--json");

        run.Code.Should().Be(ExitCode.Ok);
        run.Output.Should().NotContain("PRIVATE");
        (await File.ReadAllTextAsync(_folder["a.key"], TestContext.Current.CancellationToken)).Should()
            .StartWith("-----BEGIN PRIVATE KEY-----");
        FileModes.Of(_folder["a.key"]).Should().Be(FileModes.OwnerOnly);
    }

    [Fact]
    public async Task Never_overwrites_a_file()
    {
        var file = _folder.Write("a.key", "precious");

        var run = await ToolRun.Of("audit", "keys", "new", file);

        run.Code.Should().Be(ExitCode.NotFound);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Should().Be("precious");
    }

    [Fact]
    public async Task A_missing_directory_has_exit_code_3() =>
        (await ToolRun.Of("audit", "keys", "new", _folder["missing/a.key"])).Code.Should().Be(ExitCode.NotFound);

    [Fact]
    public async Task Shows_the_public_key_in_PEM_and_as_the_key_of_a_stream()
    {
        var created = await ToolRun.Of("audit", "keys", "new", _folder["a.key"], "--json");

        var pem = await ToolRun.Of("audit", "keys", "public", _folder["a.key"]);
        var stream = await ToolRun.Of("audit", "keys", "public", _folder["a.key"], "--stream", "clinic/1");

        AuditLogVerifierKey.TryParsePem(pem.Output, out var key).Should().BeTrue();
        key!.KeyId.Should().Be(created.Json["keyId"]!.GetValue<string>());
        AuditLogVerifierKey.TryParse(stream.Output, out var named).Should().BeTrue();
        named!.Name.Should().Be("clinic/1");
    }

    [Fact]
    public async Task A_malformed_name_of_a_stream_has_exit_code_2()
    {
        await ToolRun.Of("audit", "keys", "new", _folder["a.key"]);

        (await ToolRun.Of("audit", "keys", "public", _folder["a.key"], "--stream", "a b")).Code.Should().Be(ExitCode.Usage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public async Task A_malformed_private_key_has_exit_code_3(string text) =>
        (await ToolRun.Of("audit", "keys", "public", _folder.Write("bad.key", text))).Code.Should().Be(ExitCode.NotFound);

    [Fact]
    public async Task A_rotation_creates_a_key_and_records_both_changes()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync(
            "audit", "keys", "rotate", clinic.Directory, clinic.KeyFile, clinic["new.key"], "--reason", "yearly", "--json");

        run.Code.Should().Be(ExitCode.Ok, run.Error);
        var changes = clinic.ToolRecords().Where(record => record.Contains("SigningKeyChanged", StringComparison.Ordinal)).ToArray();
        changes.Should().HaveCount(2);
        changes[0].Should().Contain(run.Json["keyId"]!.GetValue<string>()).And.Contain("\"C\"").And.Contain("yearly");
        changes[1].Should().Contain(run.Json["replacedKeyId"]!.GetValue<string>()).And.Contain("\"D\"").And.Contain("officer");
        File.Exists(clinic["new.key"]).Should().BeTrue();
        (await clinic.VerifyAsync()).Code.Should().Be(ExitCode.Ok);
    }

    [Fact]
    public async Task A_rotation_that_cannot_be_recorded_creates_no_key()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();
        Directory.CreateDirectory(clinic.Configuration);
        await File.WriteAllTextAsync(Path.Combine(clinic.Configuration, "audit-key.pem"), "broken", TestContext.Current.CancellationToken);

        var run = await clinic.RunAsync("audit", "keys", "rotate", clinic.Directory, clinic.KeyFile, clinic["new.key"]);

        run.Code.Should().Be(ExitCode.NotRecorded);
        File.Exists(clinic["new.key"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_rotation_never_overwrites_a_file()
    {
        using var clinic = await ClinicLog.CreateMorningAsync();

        var run = await clinic.RunAsync("audit", "keys", "rotate", clinic.Directory, clinic.KeyFile, clinic.KeyFile);

        run.Code.Should().Be(ExitCode.NotFound);
        clinic.ToolRecords().Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();
}
