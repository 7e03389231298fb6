namespace HipaaJwt.Testing.Tests.Auditing;

public sealed class AuditRecorderTests
{
    private readonly AuditRecorder _audit = new();

    [Fact]
    public async Task A_sentence_holds_if_one_event_satisfies_all_of_it()
    {
        await RecordAsync(Denied("nurse.kim") with { Permissions = ["chart:write"], Patient = "p-7" });

        _audit.ShouldHave(AuditEventType.AccessDenied)
            .By("nurse.kim")
            .Because(JwtErrorCode.PermissionMissing)
            .For("GET /chart")
            .Requiring("chart:write")
            .AboutPatient("p-7")
            .Where("not in an emergency", recorded => !recorded.IsEmergency)
            .Once().Subject.Should().Be("nurse.kim");
    }

    [Fact]
    public async Task Two_events_together_do_not_satisfy_a_sentence()
    {
        await RecordAsync(Denied("nurse.kim"), Granted("dr.rivera"));

        var check = () => _audit.ShouldHave(AuditEventType.AccessDenied).By("dr.rivera");

        check.Should().Throw<AuditAssertionException>();
    }

    [Fact]
    public async Task The_message_lists_what_was_recorded()
    {
        await RecordAsync(Denied("nurse.kim") with { Permissions = ["chart:write"] }, Granted("dr.rivera"));

        var check = () => _audit.ShouldHave(AuditEventType.AccessDenied).By("dr.rivera").For("GET /chart");

        check.Should().Throw<AuditAssertionException>().Which.Message.ReplaceLineEndings("\n").Should().Be("""
            Expected an event AccessDenied by dr.rivera. Recorded were:
              AccessDenied by nurse.kim because PermissionMissing for GET /chart requiring chart:write
              AccessGranted by dr.rivera for GET /chart
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_message_says_that_nothing_was_recorded()
    {
        var check = () => _audit.ShouldHave(AuditEventType.AccessGranted);

        check.Should().Throw<AuditAssertionException>().WithMessage("Expected an event AccessGranted. No event was recorded.");
    }

    [Fact]
    public async Task Once_rejects_a_second_event()
    {
        await RecordAsync(Granted("dr.rivera"), Granted("dr.rivera"));

        var check = () => _audit.ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Once();

        check.Should().Throw<AuditAssertionException>().WithMessage("Expected one event AccessGranted by dr.rivera, but 2 were recorded.*");
    }

    [Fact]
    public async Task ShouldNotHave_excludes_an_event_of_anyone_or_of_one_user()
    {
        await RecordAsync(Granted("dr.rivera"));

        var ofAnyone = () => _audit.ShouldNotHave(AuditEventType.AccessGranted);
        var ofOne = () => _audit.ShouldNotHave(AuditEventType.AccessGranted, "dr.rivera");

        ofAnyone.Should().Throw<AuditAssertionException>().WithMessage("Expected no event AccessGranted. Recorded were:*");
        ofOne.Should().Throw<AuditAssertionException>().WithMessage("Expected no event AccessGranted by dr.rivera. *");
        _audit.ShouldNotHave(AuditEventType.AccessGranted, "nurse.kim");
        _audit.ShouldNotHave(AuditEventType.AccessDenied);
    }

    [Fact]
    public async Task EventuallyAsync_waits_for_an_event_that_comes_later()
    {
        var waiting = _audit.EventuallyAsync(audit => audit.ShouldHave(AuditEventType.AccessGranted).By("dr.rivera"));
        await RecordAsync(Denied("nurse.kim"));
        waiting.IsCompleted.Should().BeFalse();

        await RecordAsync(Granted("dr.rivera"));

        await waiting;
    }

    [Fact]
    public async Task EventuallyAsync_fails_with_what_was_recorded_when_the_time_is_over()
    {
        await RecordAsync(Denied("nurse.kim"));

        var wait = () => _audit.EventuallyAsync(audit => audit.ShouldHave(AuditEventType.AccessGranted), TimeSpan.FromMilliseconds(50));

        await wait.Should().ThrowAsync<AuditAssertionException>().WithMessage("*AccessDenied by nurse.kim*");
    }

    [Fact]
    public async Task Clear_forgets_the_events()
    {
        await RecordAsync(Granted("dr.rivera"));

        _audit.Clear();

        _audit.Events.Should().BeEmpty();
    }

    private static AuditEvent Granted(string subject) =>
        new() { Type = AuditEventType.AccessGranted, Subject = subject, Resource = "GET /chart" };

    private static AuditEvent Denied(string subject) => new()
    {
        Type = AuditEventType.AccessDenied,
        Subject = subject,
        Resource = "GET /chart",
        ReasonCode = JwtErrorCode.PermissionMissing,
    };

    private async Task RecordAsync(params AuditEvent[] events)
    {
        foreach (var recorded in events)
        {
            await _audit.WriteAsync(recorded, CancellationToken.None);
        }
    }
}
