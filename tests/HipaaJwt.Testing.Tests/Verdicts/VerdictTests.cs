using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Testing.Tests.Verdicts;

public sealed class VerdictTests
{
    public static TheoryData<JwtErrorCode> Codes => [.. Enum.GetValues<JwtErrorCode>().Where(code => code != JwtErrorCode.None)];

    [Fact]
    public void A_validated_token_has_the_claims_and_the_permissions_of_the_rules()
    {
        using var jwts = new TestJwts(map => map.Role("physician").Grants("chart:read").Scope("labs").Grants("lab:read"));

        var jwt = jwts.Create("dr.rivera", roles: ["physician"], scopes: ["labs"], claims: new() { ["patient"] = "p-7" });

        jwt.Subject.Should().Be("dr.rivera");
        jwt.Roles.Should().Equal("physician");
        jwt.Permissions.Contains("chart:read").Should().BeTrue();
        jwt.Permissions.Contains("lab:read").Should().BeTrue();
        jwt.TryGetString("patient", out var patient).Should().BeTrue();
        patient.Should().Be("p-7");
    }

    [Fact]
    public void A_validated_token_follows_the_clock_and_the_trust_of_the_test()
    {
        var now = new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
        using var jwts = new TestJwts(
            map => map.RolesFrom("groups").Role("physician").Grants("chart:read"),
            new FakeTimeProvider(now),
            trust => trust.Issuer = "https://idp.partner.example");

        var jwt = jwts.Create("dr.rivera", roles: ["physician"], lifetime: TimeSpan.FromMinutes(5));

        jwt.Issuer.Should().Be("https://idp.partner.example");
        jwt.ExpiresAt.Should().Be(now.AddMinutes(5));
        jwt.Permissions.Contains("chart:read").Should().BeTrue();
    }

    [Fact]
    public void An_accepted_result_is_the_answer_of_a_real_validator()
    {
        using var jwts = new TestJwts();

        jwts.Accepted("dr.rivera").IsValid.Should().BeTrue();
        var accept = () => jwts.Accepted("dr.rivera", lifetime: TimeSpan.FromHours(2));

        accept.Should().Throw<ArgumentException>()
            .WithMessage("The validator rejects a token with these claims: 510 TokenLifetimeTooLong*");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_rejected_result_has_its_error_and_no_token(JwtErrorCode code)
    {
        var result = TestJwts.Rejected(code, "exp");

        result.IsValid.Should().BeFalse();
        result.Token.Should().BeNull();
        result.Error.Should().Be(new JwtError(code, "exp"));
    }

    [Fact]
    public async Task A_fake_validator_answers_by_token_and_records_the_requests()
    {
        using var jwts = new TestJwts();
        var accepted = jwts.Accepted("dr.rivera");
        var validator = new FakeJwtValidator()
            .Answer("physician", accepted)
            .Answer("expired", TestJwts.Rejected(JwtErrorCode.TokenExpired));

        var physician = await validator.ValidateAsync(
            new JwtValidationRequest(string.Concat("phys", "ician")) { Resource = "queue orders" });
        var bytes = await validator.ValidateAsync("physician"u8.ToArray().AsMemory());
        var expired = await validator.ValidateAsync("expired");
        var unknown = await validator.ValidateAsync("unknown");

        (physician, bytes).Should().Be((accepted, accepted));
        expired.Error.Code.Should().Be(JwtErrorCode.TokenExpired);
        unknown.Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        validator.Requests.Should().HaveCount(4);
        validator.Requests[0].Resource.Should().Be("queue orders");
        validator.WasAskedFor("unknown").Should().BeTrue();
        validator.WasAskedFor("other").Should().BeFalse();
    }

    [Fact]
    public async Task A_fake_validator_answers_other_tokens_as_the_test_says_and_is_cancelled()
    {
        var validator = new FakeJwtValidator().AnswerOtherwise(TestJwts.Rejected(JwtErrorCode.KeysUnavailable));

        (await validator.ValidateAsync("unknown")).Error.Code.Should().Be(JwtErrorCode.KeysUnavailable);
        var validate = async () => await validator.ValidateAsync("unknown", new CancellationToken(canceled: true));

        await validate.Should().ThrowAsync<OperationCanceledException>();
    }
}
