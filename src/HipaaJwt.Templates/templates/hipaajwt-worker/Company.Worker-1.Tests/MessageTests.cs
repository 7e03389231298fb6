using HipaaJwt;

namespace Company.Worker_1.Tests;

public sealed class MessageTests(TestedWorker worker) : IClassFixture<TestedWorker>
{
    [Fact]
    public async Task A_message_of_a_physician_changes_the_chart_and_the_audit_event_names_the_patient()
    {
        var result = await SendAsync(worker.Issuer.CreateToken("dr.rivera", roles: ["physician"]));

        Assert.Equal(MessageResult.Done, result);
        worker.Audit.ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").AboutPatient("p-7").Requiring("chart:write");
    }

    [Fact]
    public async Task A_message_of_a_nurse_is_rejected()
    {
        var result = await SendAsync(worker.Issuer.CreateToken("nurse.kim", roles: ["nurse"]));

        Assert.Equal(MessageResult.Rejected, result);
        worker.Audit.ShouldHave(AuditEventType.AccessDenied).By("nurse.kim").Because(JwtErrorCode.PermissionMissing);
    }

    [Fact]
    public async Task A_message_with_an_expired_token_is_rejected()
    {
        var result = await SendAsync(worker.Issuer.CreateExpiredToken("dr.rivera", roles: ["physician"]));

        Assert.Equal(MessageResult.Rejected, result);
        worker.Audit.ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task A_message_with_a_forged_token_is_rejected()
    {
        var result = await SendAsync(worker.Issuer.CreateForgedToken("dr.rivera", roles: ["physician"]));

        Assert.Equal(MessageResult.Rejected, result);
        worker.Audit.ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.SignatureInvalid);
    }

    private Task<MessageResult> SendAsync(string token) =>
        worker.Handler.HandleAsync(new ChartMessage(token, "p-7", "Discharged."), TestContext.Current.CancellationToken);
}
