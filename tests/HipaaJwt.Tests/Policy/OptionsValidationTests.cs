using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Policy;

public sealed class OptionsValidationTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, Action<HipaaJwtOptions>, bool> Limits { get; } = new()
    {
        { "ClockSkew", options => options.ClockSkew = -Tick, false },
        { "ClockSkew", options => options.ClockSkew = TimeSpan.Zero, true },
        { "ClockSkew", options => options.ClockSkew = TimeSpan.FromMinutes(5), true },
        { "ClockSkew", options => options.ClockSkew = TimeSpan.FromMinutes(5) + Tick, false },
        { "MaxTokenLifetime", options => options.MaxTokenLifetime = TimeSpan.Zero, false },
        { "MaxTokenLifetime", options => options.MaxTokenLifetime = TimeSpan.FromHours(24), true },
        { "MaxTokenLifetime", options => options.MaxTokenLifetime = TimeSpan.FromHours(24) + Tick, false },
        { "MaxTokenBytes", options => options.MaxTokenBytes = 255, false },
        { "MaxTokenBytes", options => options.MaxTokenBytes = 256, true },
        { "MaxTokenBytes", options => options.MaxTokenBytes = 1_048_576, true },
        { "MaxTokenBytes", options => options.MaxTokenBytes = 1_048_577, false },
        { "TokenUseCheckTimeout", options => options.TokenUseCheckTimeout = TimeSpan.Zero, false },
        { "TokenUseCheckTimeout", options => options.TokenUseCheckTimeout = Tick, true },
        { "TokenUseCheckTimeout", options => options.TokenUseCheckTimeout = TimeSpan.FromMinutes(1), true },
        { "TokenUseCheckTimeout", options => options.TokenUseCheckTimeout = TimeSpan.FromMinutes(1) + Tick, false },
        { "TokenCache.Capacity", options => options.TokenCache.Capacity = -1, false },
        { "TokenCache.Capacity", options => options.TokenCache.Capacity = 0, true },
        { "TokenCache.Capacity", options => options.TokenCache.Capacity = 1_000_001, false },
        { "TokenCache.MaxEntryLifetime", options => options.TokenCache.MaxEntryLifetime = TimeSpan.Zero, false },
        { "TokenCache.MaxEntryLifetime", options => options.TokenCache.MaxEntryLifetime = TimeSpan.FromHours(1), true },
        { "TokenCache.MaxEntryLifetime", options => options.TokenCache.MaxEntryLifetime = TimeSpan.FromHours(1) + Tick, false },
        { "Audit.WriteTimeout", options => options.Audit.WriteTimeout = TimeSpan.Zero, false },
        { "Audit.WriteTimeout", options => options.Audit.WriteTimeout = TimeSpan.FromMinutes(1) + Tick, false },
        { "Audit.QueueCapacity", options => options.Audit.QueueCapacity = 0, false },
        { "Audit.QueueCapacity", options => options.Audit.QueueCapacity = 1, true },
        { "Audit.QueueCapacity", options => options.Audit.QueueCapacity = 1_000_001, false },
        { "Audit.DrainTimeout", options => options.Audit.DrainTimeout = TimeSpan.Zero, false },
        { "Audit.DrainTimeout", options => options.Audit.DrainTimeout = TimeSpan.FromMinutes(5) + Tick, false },
    };

    public static TheoryData<Action<TrustedIssuer>, string> InvalidIssuers { get; } = new()
    {
        { trust => trust.Issuer = " ", "Issuer is empty. Set it to the exact value of the iss claim of the issuer's tokens." },
        { trust => trust.Issuer = null!, "Issuer is empty. Set it to the exact value of the iss claim of the issuer's tokens." },
        {
            trust => trust.Audiences.Clear(),
            "Audiences is empty. Add the name of this service as the issuer writes it into the aud claim."
        },
        { trust => trust.Audiences.Add(""), "Audiences has an empty entry. Remove it." },
        { trust => trust.Audiences.Add(null!), "Audiences has an empty entry. Remove it." },
        { trust => trust.TokenTypes.Clear(), "TokenTypes is empty. Add the typ of the issuer's access tokens, such as \"at+jwt\"." },
        { trust => trust.TokenTypes.Add(" "), "TokenTypes has an empty entry. Remove it." },
        { trust => trust.RequiredClaims.Add(null!), "RequiredClaims has an empty entry. Remove it." },
        {
            trust => trust.Algorithms.Add((JwsAlgorithm)99),
            "Algorithms contains 99, which is not a supported algorithm. Use a member of JwsAlgorithm."
        },
        {
            trust => trust.SigningKeys.Clear(),
            "SigningKeys is empty. Add the issuer's public keys, or set Authority or MetadataAddress to fetch them."
        },
        {
            trust => (trust.MetadataAddress, trust.JwksUri) = ("https://idp.hospital.example/m", "https://idp.hospital.example/k"),
            "JwksUri is set in addition to MetadataAddress. Remove one of them. The metadata contains the address of the keys."
        },
        {
            trust => trust.MetadataAddress = "idp.hospital.example",
            "MetadataAddress is \"idp.hospital.example\", which is not an absolute address. "
            + "Write the complete address, starting with https://."
        },
        {
            trust => trust.JwksUri = "/keys",
            "JwksUri is \"/keys\", which is not an absolute address. Write the complete address, starting with https://."
        },
        {
            trust => trust.JwksUri = "",
            "JwksUri is \"\", which is not an absolute address. Write the complete address, starting with https://."
        },
        {
            trust => trust.JwksUri = "ftp://idp.hospital.example/keys",
            "JwksUri is \"ftp://idp.hospital.example/keys\", which is not an absolute address. "
            + "Write the complete address, starting with https://."
        },
        {
            trust => trust.MetadataAddress = "http://idp.hospital.example/m",
            "MetadataAddress is plain http to another machine, so anybody on the network path could replace the keys. Use https."
        },
        {
            trust => trust.JwksUri = "http://localhost.example/keys",
            "JwksUri is plain http to another machine, so anybody on the network path could replace the keys. Use https."
        },
        {
            trust => trust.JwksUri = "http://127.0.0.1@idp.example/keys",
            "JwksUri is plain http to another machine, so anybody on the network path could replace the keys. Use https."
        },
        {
            trust => trust.KeyRefreshInterval = TimeSpan.FromSeconds(10) - Tick,
            "KeyRefreshInterval is 00:00:09.9999999. Set it between 00:00:10 and 1.00:00:00."
        },
        {
            trust => trust.KeyRefreshInterval = TimeSpan.FromHours(24) + Tick,
            "KeyRefreshInterval is 1.00:00:00.0000001. Set it between 00:00:10 and 1.00:00:00."
        },
        {
            trust => trust.MaxKeyAge = TimeSpan.FromMinutes(1) - Tick,
            "MaxKeyAge is 00:00:59.9999999. Set it between 00:01:00 and 7.00:00:00."
        },
        {
            trust => trust.MaxKeyAge = TimeSpan.FromDays(7) + Tick,
            "MaxKeyAge is 7.00:00:00.0000001. Set it between 00:01:00 and 7.00:00:00."
        },
        { trust => trust.SigningKeys.Add(null!), "SigningKeys[1] is null. Remove it." },
        {
            trust => trust.SigningKeys[0] = Jwk.Of(new byte[32]).ToKey(),
            "SigningKeys[0] fits none of the issuer's Algorithms. Add the algorithm that the key is for, or remove the key."
        },
    };

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData(24 * 60, true)]
    [InlineData((24 * 60) + 5, true)]
    [InlineData(28 * 60, true)]
    [InlineData((28 * 60) + 1, false)]
    public void One_issuer_may_have_tokens_that_are_valid_for_up_to_28_hours(int minutes, bool valid) =>
        OptionsProblems.Of(_issuer, trust => trust.MaxTokenLifetime = TimeSpan.FromMinutes(minutes)).Should().Equal(valid
            ? []
            : ["HipaaJwtOptions.Issuers[0].MaxTokenLifetime is 1.04:01:00. Set it to more than 0 and at most 1.04:00:00, or remove it."]);

    [Fact]
    public void Valid_options_have_no_problems() => OptionsProblems.Of(_issuer).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Limits))]
    public void Limits_have_a_range(string path, Action<HipaaJwtOptions> change, bool valid)
    {
        var problems = OptionsProblems.Of(_issuer, change: change);

        if (valid)
        {
            problems.Should().BeEmpty();
        }
        else
        {
            problems.Should().ContainSingle().Which.Should().Match($"HipaaJwtOptions.{path} is *. Set it * and *.");
        }
    }

    [Theory]
    [MemberData(nameof(InvalidIssuers))]
    public void Problems_of_an_issuer_contain_the_path_and_the_remedy(Action<TrustedIssuer> change, string problem) =>
        OptionsProblems.Of(_issuer, change).Should().Equal($"HipaaJwtOptions.Issuers[0].{problem}");

    [Theory]
    [InlineData("https://idp.hospital.example/.well-known/openid-configuration")]
    [InlineData("http://localhost:5000/m")]
    [InlineData("http://LOCALHOST/m")]
    [InlineData("http://127.0.0.2/m")]
    [InlineData("http://[::1]:5000/m")]
    public void No_key_is_required_if_there_is_an_address(string address) => OptionsProblems.Of(_issuer, trust =>
    {
        trust.SigningKeys.Clear();
        trust.MetadataAddress = address;
        (trust.KeyRefreshInterval, trust.MaxKeyAge) = (TimeSpan.FromSeconds(10), TimeSpan.FromDays(7));
    }).Should().BeEmpty();

    [Fact]
    public void Algorithms_are_required() =>
        OptionsProblems.Of(_issuer, trust => trust.Algorithms.Clear()).Should().Contain(
            "HipaaJwtOptions.Issuers[0].Algorithms is empty. Add the algorithms that the issuer signs with, such as ES256. "
            + "There is no default.");

    [Fact]
    public void Token_types_may_be_empty_if_a_missing_typ_is_allowed() =>
        OptionsProblems.Of(_issuer, trust =>
        {
            trust.TokenTypes.Clear();
            trust.AllowMissingTokenType = true;
        }).Should().BeEmpty();

    [Fact]
    public void At_least_one_issuer_is_required() =>
        OptionsProblems.Of(new HipaaJwtOptions()).Should().Equal(
            "HipaaJwtOptions.Issuers is empty. Add at least one trusted issuer. Without one, every token is rejected.");

    [Fact]
    public void A_null_issuer_is_a_problem() =>
        OptionsProblems.Of(_issuer, change: options => options.Issuers.Add(null!)).Should().Equal(
            "HipaaJwtOptions.Issuers[1] is null. Remove it.");

    [Fact]
    public void An_issuer_may_be_listed_only_once() =>
        OptionsProblems.Of(_issuer, change: options => options.Issuers.Add(_issuer.Trust())).Should().Equal(
            "HipaaJwtOptions.Issuers contains \"https://idp.hospital.example\" more than once. "
            + "Write one entry for each issuer, with all its keys and audiences.");

    [Fact]
    public void All_problems_are_reported_at_once() =>
        OptionsProblems.Of(_issuer, trust => trust.Audiences.Clear(), options => (options.ClockSkew, options.MaxTokenBytes) = (-Tick, 0))
            .Should().HaveCount(3);
}
