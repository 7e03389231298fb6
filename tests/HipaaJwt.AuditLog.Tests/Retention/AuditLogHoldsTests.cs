using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Retention;

public sealed class AuditLogHoldsTests : IDisposable
{
    private static readonly DateTimeOffset Since = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly AuditLogHolds _holds;

    public AuditLogHoldsTests() => _holds = new AuditLogHolds(_directory.Path);

    [Fact]
    public void A_log_without_holds_is_not_held()
    {
        _holds.IsHeld.Should().BeFalse();
        _holds.List().Should().BeEmpty();
    }

    [Fact]
    public void A_hold_is_in_effect_until_it_is_released()
    {
        _holds.TryAdd(new AuditLogHold("case-17", Since, "subpoena")).Should().BeTrue();
        _holds.IsHeld.Should().BeTrue();
        _holds.List().Should().Equal(new AuditLogHold("case-17", Since, "subpoena"));

        _holds.TryRelease("case-17").Should().BeTrue();
        _holds.IsHeld.Should().BeFalse();
    }

    [Fact]
    public void The_log_is_held_until_the_last_hold_is_released()
    {
        _holds.TryAdd(new AuditLogHold("b", Since, null));
        _holds.TryAdd(new AuditLogHold("a", null, null));

        _holds.List().Select(hold => hold.Name).Should().Equal("a", "b");
        _holds.TryRelease("a");
        _holds.IsHeld.Should().BeTrue();
        _holds.TryRelease("b");
        _holds.IsHeld.Should().BeFalse();
    }

    [Fact]
    public void An_existing_hold_stays_as_it_is()
    {
        _holds.TryAdd(new AuditLogHold("case-17", Since, "first"));

        _holds.TryAdd(new AuditLogHold("case-17", Since, "second")).Should().BeFalse();

        _holds.List().Single().Reason.Should().Be("first");
    }

    [Fact]
    public void A_hold_that_does_not_exist_cannot_be_released() => _holds.TryRelease("case-17").Should().BeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"since\":1}")]
    [InlineData("{\"since\":\"soon\"}")]
    [InlineData("{\"reason\":7}")]
    public void A_malformed_file_is_a_hold_without_details(string text)
    {
        File.WriteAllText(_directory["case-17.hold"], text);

        _holds.IsHeld.Should().BeTrue();
        _holds.List().Should().Equal(new AuditLogHold("case-17", null, null));
    }

    [Fact]
    public void A_file_that_is_too_large_is_a_hold_without_details()
    {
        File.WriteAllText(_directory["large.hold"], $"{{\"reason\":\"{new string('x', 16 * 1024)}\"}}");

        _holds.List().Single().Reason.Should().BeNull();
    }

    [Fact]
    public void A_directory_that_cannot_be_read_counts_as_held()
    {
        var missing = new AuditLogHolds(_directory["missing"]);

        missing.IsHeld.Should().BeTrue();
        missing.Invoking(holds => holds.List()).Should().Throw<IOException>();
    }

    [Fact]
    public void The_file_of_a_hold_is_for_its_owner_alone()
    {
        _holds.TryAdd(new AuditLogHold("case-17", Since, "subpoena"));

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_directory["case-17.hold"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("Case_2026-17.b", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData(".a", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    public void A_name_has_letters_digits_and_few_marks(string? name, bool isName) => AuditLogHolds.IsName(name).Should().Be(isName);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_name_has_64_characters_at_most(int length, bool isName) =>
        AuditLogHolds.IsName(new string('a', length)).Should().Be(isName);

    [Fact]
    public void A_malformed_name_is_a_mistake_of_the_caller()
    {
        _holds.Invoking(holds => holds.TryAdd(new AuditLogHold("../a", null, null))).Should().Throw<ArgumentException>();
        _holds.Invoking(holds => holds.TryRelease("../a")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_text_of_a_hold_has_no_reason() => new AuditLogHold("case-17", Since, "subpoena").ToString().Should().Be("Hold case-17");

    public void Dispose() => _directory.Dispose();
}
