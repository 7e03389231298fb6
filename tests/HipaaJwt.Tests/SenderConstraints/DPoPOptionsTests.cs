using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.SenderConstraints;

public sealed class DPoPOptionsTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, Action<HipaaJwtOptions>> Wrong { get; } = new()
    {
        { "DPoP.MaxAge", options => options.DPoP.MaxAge = TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1) },
        { "DPoP.MaxAge", options => options.DPoP.MaxAge = TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1) },
        { "DPoP.NonceLifetime", options => options.DPoP.NonceLifetime = TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1) },
        { "DPoP.NonceLifetime", options => options.DPoP.NonceLifetime = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1) },
        { "DPoP.Algorithms", options => options.DPoP.Algorithms.Clear() },
        { "DPoP.Algorithms", options => options.DPoP.Algorithms.Add(JwsAlgorithm.HS256) },
        { "DPoP.Algorithms", options => options.DPoP.Algorithms.Add((JwsAlgorithm)99) },
        { "Replay.Capacity", options => options.Replay.Capacity = 0 },
        { "Replay.Capacity", options => options.Replay.Capacity = 10_000_001 },
        { "Replay.MaxPerSender", options => options.Replay.MaxPerSender = 0 },
        { "Replay.MaxPerSender", options => options.Replay.MaxPerSender = 10_000_001 },
        { "Replay.Timeout", options => options.Replay.Timeout = TimeSpan.Zero },
        { "Replay.Timeout", options => options.Replay.Timeout = TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(1) },
    };

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_invalid_option_is_reported_with_its_path(string path, Action<HipaaJwtOptions> change) =>
        OptionsProblems.Of(_issuer, change: change).Should().ContainSingle().Which.Should().StartWith($"HipaaJwtOptions.{path} ");

    [Theory]
    [InlineData(2, 1)]
    [InlineData(10_000_000, 9_999_999)]
    public void The_limits_of_the_ranges_are_valid(int capacity, int maxPerSender) =>
        OptionsProblems.Of(_issuer, change: options =>
        {
            (options.DPoP.MaxAge, options.DPoP.NonceLifetime) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
            (options.Replay.Capacity, options.Replay.MaxPerSender, options.Replay.Timeout) =
                (capacity, maxPerSender, TimeSpan.FromTicks(1));
        }).Should().BeEmpty();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100_000, 100_000)]
    [InlineData(99_999, 100_000)]
    public void A_capacity_that_one_sender_can_fill_is_reported(int capacity, int maxPerSender) =>
        OptionsProblems.Of(_issuer, change: options =>
            (options.Replay.Capacity, options.Replay.MaxPerSender) = (capacity, maxPerSender))
            .Should().Equal(
                $"HipaaJwtOptions.Replay.Capacity is {capacity} and HipaaJwtOptions.Replay.MaxPerSender is {maxPerSender}, so one sender "
                + "could fill the replay store and lock out all others. Set HipaaJwtOptions.Replay.MaxPerSender to less than "
                + "HipaaJwtOptions.Replay.Capacity.");

    [Fact]
    public void All_options_can_be_set_in_configuration()
    {
        var section = Section.Trusting(
            _issuer,
            ("DPoP:Algorithms", "ES256"),
            ("DPoP:MaxAge", "00:00:20"),
            ("DPoP:RequireNonce", "true"),
            ("DPoP:NonceLifetime", "00:01:00"),
            ("DPoP:NonceKey", new string('A', 43)),
            ("Replay:Capacity", "10"),
            ("Replay:MaxPerSender", "5"),
            ("Replay:Timeout", "00:00:02"));
        using var services = new ServiceCollection().AddHipaaJwt(section.Configuration).Services.BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<HipaaJwtOptions>>().Value;

        options.DPoP.Should().BeEquivalentTo(new
        {
            Algorithms = new[] { JwsAlgorithm.ES256 },
            MaxAge = TimeSpan.FromSeconds(20),
            RequireNonce = true,
            NonceLifetime = TimeSpan.FromMinutes(1),
            NonceKey = new string('A', 43),
        });
        options.Replay.Should().BeEquivalentTo(new { Capacity = 10, MaxPerSender = 5, Timeout = TimeSpan.FromSeconds(2) });
    }

    [Fact]
    public async Task A_proof_with_an_algorithm_that_is_not_listed_is_rejected()
    {
        using var client = new DPoPClient();
        await using var host = new TestHost(_issuer, options: options =>
        {
            options.DPoP.Algorithms.Clear();
            options.DPoP.Algorithms.Add(JwsAlgorithm.PS256);
        });
        var token = _issuer.Token(claims: client.Bind);

        (await host.Validator.ValidateAsync(token, DPoPClient.Request(client.Proof(token))))
            .Error.Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "alg"));
    }
}
