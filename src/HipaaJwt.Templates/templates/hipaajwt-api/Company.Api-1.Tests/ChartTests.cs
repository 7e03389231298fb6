using System.Net;
using System.Net.Http.Json;
using HipaaJwt;

namespace Company.Api_1.Tests;

public sealed class ChartTests(TestedService service) : IClassFixture<TestedService>
{
    private static readonly Uri Address = new("/patients/p-7/chart", UriKind.Relative);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_physician_reads_a_chart_and_the_audit_event_names_the_patient()
    {
        using var host = service.WithHipaaJwtTesting();
        using var client = host.CreateClient().As("dr.rivera", roles: ["physician"]);

        var chart = await client.GetFromJsonAsync<PatientChart>(Address, Cancellation);

        Assert.Equal(new PatientChart("p-7", "Read by dr.rivera."), chart);
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").AboutPatient("p-7").Requiring("chart:read");
    }

    [Fact]
    public async Task A_nurse_does_not_change_a_chart()
    {
        using var host = service.WithHipaaJwtTesting();
        using var client = host.CreateClient().As("nurse.kim", roles: ["nurse"]);

        using var response = await client.PutAsJsonAsync(Address, new PatientChart("p-7", "Changed."), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).By("nurse.kim").Because(JwtErrorCode.PermissionMissing);
    }

    [Fact]
    public async Task A_request_without_a_token_is_rejected()
    {
        using var host = service.WithHipaaJwtTesting();
        using var client = host.CreateClient();

        using var response = await client.GetAsync(Address, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessDenied).Because(JwtErrorCode.TokenMissing);
    }

    [Fact]
    public async Task An_expired_token_is_rejected()
    {
        using var host = service.WithHipaaJwtTesting();
        using var client = host.CreateClient().With(host.GetTestIssuer().CreateExpiredToken("dr.rivera", roles: ["physician"]));

        using var response = await client.GetAsync(Address, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        host.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenExpired);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_probe_needs_no_token(string path)
    {
        using var host = service.WithHipaaJwtTesting();
        using var client = host.CreateClient();

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
