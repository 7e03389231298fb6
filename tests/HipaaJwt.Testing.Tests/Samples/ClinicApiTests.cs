extern alias ClinicApi;

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Clinic = ClinicApi::Program;

namespace HipaaJwt.Testing.Tests.Samples;

/// <summary>The sample clinic, with its own start-up, its SQLite stores, its token issuer and its audit log.</summary>
public sealed class ClinicApiTests : IAsyncLifetime
{
    private const string Chart = "/patients/1001/chart";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hipaa-jwt-testing");
    private readonly WebApplicationFactory<Clinic> _clinic = new();
    private readonly WebApplicationFactory<Clinic> _factory;

    public ClinicApiTests() => _factory = _clinic
        .WithWebHostBuilder(builder => builder
            .UseSetting("Clinic:StoreFile", Path.Combine(_folder.FullName, "stores.db"))
            .UseSetting("Clinic:DatabaseFile", Path.Combine(_folder.FullName, "clinic.db"))
            .UseSetting("Clinic:AuditDirectory", Path.Combine(_folder.FullName, "audit")))
        .WithHipaaJwtTesting();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await _clinic.DisposeAsync();
        await DeleteFolderAsync();
    }

    [Fact]
    public async Task A_physician_reads_the_chart_and_the_audit_says_so()
    {
        using var client = _factory.CreateClient().As("dr.rivera", roles: ["physician"]);

        (await client.GetStringAsync(Chart)).Should().Contain("Migraine");

        _factory.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted)
            .By("dr.rivera").For("GET /patients/{patient:long}/chart").Once();
    }

    [Fact]
    public async Task A_patient_reads_the_own_chart_alone()
    {
        using var client = _factory.CreateClient().As("amina", roles: ["patient"], claims: new() { ["patient"] = "1001" });

        (await client.GetAsync(Chart)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync("/patients/1002/chart")).StatusCode.Should().Be(HttpStatusCode.Forbidden);

        _factory.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).By("amina").Because(JwtErrorCode.RequirementNotMet);
    }

    [Fact]
    public async Task A_revoked_token_is_rejected()
    {
        var token = await _factory.GetTestIssuer().CreateRevokedTokenAsync("dr.rivera", roles: ["physician"]);
        using var client = _factory.CreateClient().With(token);

        (await client.GetAsync(Chart)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        _factory.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenRevoked);
    }

    [Fact]
    public async Task Tokens_that_the_clinic_issues_itself_stay_valid()
    {
        using var client = _factory.CreateClient();
        using var signIn = await client.PostAsJsonAsync("/sign-in", new { User = "dr.rivera", Password = "dr.rivera-is-fictitious" });
        var body = await signIn.Content.ReadAsStringAsync();
        signIn.StatusCode.Should().Be(HttpStatusCode.OK, body);
        client.With(JsonNode.Parse(body)!["access_token"]!.GetValue<string>());

        (await client.GetAsync(Chart)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>The factory may be gone before the clinic, which then still writes the end of its log.</summary>
    private async Task DeleteFolderAsync()
    {
        for (var tries = 100; _folder.Exists; tries--)
        {
            try
            {
                _folder.Delete(recursive: true);
            }
            catch (IOException) when (tries > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }

            _folder.Refresh();
        }
    }
}
