using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public void Reads_every_option()
    {
        var options = Read(Section.Trusting(
            _issuer,
            ("ClockSkew", "00:00:10"),
            ("MaxTokenLifetime", "00:30:00"),
            ("MaxTokenBytes", "8192"),
            ("TokenCache:Capacity", "0"),
            ("TokenCache:MaxEntryLifetime", "00:01:00"),
            ("TokenCache:MaxBytes", "1048576"),
            ("Audit:WriteTimeout", "00:00:01"),
            ("Audit:QueueCapacity", "7"),
            ("Audit:DrainTimeout", "00:00:02"),
            ("Issuers:0:TokenTypes:0", "JWT"),
            ("Issuers:0:AllowMissingTokenType", "true"),
            ("Issuers:0:RequiredClaims:0", "tenant"),
            ("Issuers:0:Algorithms:1", "ES384"),
            ("Issuers:0:SigningKeys:0:key_ops:0", "verify")));

        options.Should().BeEquivalentTo(new
        {
            ClockSkew = TimeSpan.FromSeconds(10),
            MaxTokenLifetime = TimeSpan.FromMinutes(30),
            MaxTokenBytes = 8192,
            TokenCache = new { Capacity = 0, MaxEntryLifetime = TimeSpan.FromMinutes(1), MaxBytes = 1_048_576L },
            Audit = new { WriteTimeout = TimeSpan.FromSeconds(1), QueueCapacity = 7, DrainTimeout = TimeSpan.FromSeconds(2) },
        });
        var issuer = options.Issuers.Should().ContainSingle().Which;
        issuer.Issuer.Should().Be(TestIssuer.Name);
        issuer.Audiences.Should().Equal(TestIssuer.Audience);
        issuer.Algorithms.Should().Equal(JwsAlgorithm.ES256, JwsAlgorithm.ES384);
        issuer.TokenTypes.Should().Equal("JWT");
        issuer.AllowMissingTokenType.Should().BeTrue();
        issuer.RequiredClaims.Should().Equal("tenant");
        issuer.SigningKeys.Should().ContainSingle().Which.KeyId.Should().Be(TestIssuer.KeyId);
    }

    [Fact]
    public void Reads_decryption_algorithms_by_their_RFC_names()
    {
        var options = Read(Section.Trusting(
            _issuer,
            ("Decryption:Keys:0:kty", "oct"),
            ("Decryption:Keys:0:k", "GawgguFyGrWKav7AX4VKUg"),
            ("Decryption:Keys:0:kid", "shared"),
            ("Decryption:KeyManagementAlgorithms:0", "A128KW"),
            ("Decryption:KeyManagementAlgorithms:1", "ECDH-ES+A256KW"),
            ("Decryption:ContentEncryptionAlgorithms", "A128CBC-HS256")));

        options.Decryption.Keys.Should().ContainSingle().Which.KeyId.Should().Be("shared");
        options.Decryption.KeyManagementAlgorithms.Should().Equal(JweAlgorithm.A128Kw, JweAlgorithm.EcdhEsA256Kw);
        options.Decryption.ContentEncryptionAlgorithms.Should().Equal(JweEncryption.A128CbcHs256);
    }

    [Fact]
    public async Task Adds_decryption_keys_to_those_from_code()
    {
        var section = Section.Trusting(
            _issuer,
            ("Decryption:Keys:0:kty", "oct"),
            ("Decryption:Keys:0:k", "GawgguFyGrWKav7AX4VKUg"),
            ("Decryption:KeyManagementAlgorithms:0", "A128KW"));
        var services = new ServiceCollection();
        services.AddHipaaJwt(options =>
        {
            options.Decryption.Keys.Add(new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(new byte[32]) { KeyId = "from-code" });
            options.Decryption.KeyManagementAlgorithms.Add(JweAlgorithm.A256Kw);
            options.Decryption.ContentEncryptionAlgorithms.Add(JweEncryption.A256Gcm);
        });
        services.AddHipaaJwt(section.Configuration);
        await using var provider = services.BuildServiceProvider();

        var decryption = provider.GetRequiredService<IOptions<HipaaJwtOptions>>().Value.Decryption;

        decryption.Keys.Select(key => key.KeyId).Should().HaveCount(2).And.Contain("from-code");
        decryption.KeyManagementAlgorithms.Should().Equal(JweAlgorithm.A256Kw, JweAlgorithm.A128Kw);
    }

    [Fact]
    public void Reads_the_PHI_claim_policy()
    {
        var options = Read(Section.Trusting(
            _issuer,
            ("PhiClaims:Action", "Refuse"),
            ("PhiClaims:Names:0", "*birth*"),
            ("PhiClaims:ValuePatterns", "MRN*")));

        options.PhiClaims
            .Should().BeEquivalentTo(new { Action = PhiClaimAction.Refuse, Names = new[] { "*birth*" }, ValuePatterns = new[] { "MRN*" } });
    }

    [Theory]
    [InlineData(
        "Decryption:KeyManagementAlgorithms:0",
        "RSA1_5",
        "HipaaJwt:Decryption:KeyManagementAlgorithms contains \"RSA1_5\", which is not one of the known values. "
        + "Write RSA-OAEP, RSA-OAEP-256, ECDH-ES, ECDH-ES+A128KW, ECDH-ES+A256KW, A128KW, A256KW, dir.")]
    [InlineData("Decryption:KeyManagementAlgorithms:0", "RsaOaep256", "*contains \"RsaOaep256\"*Write RSA-OAEP-256. The known *")]
    [InlineData(
        "Decryption:ContentEncryptionAlgorithms:0",
        "a256gcm",
        "HipaaJwt:Decryption:ContentEncryptionAlgorithms contains \"a256gcm\", which is not one of the known values. "
        + "Write A256GCM. The known values are A128GCM, A256GCM, A128CBC-HS256, A256CBC-HS512.")]
    [InlineData("Decryption:Key", "x", "HipaaJwt:Decryption:Key is not an option. *")]
    [InlineData("PhiClaims:Action", "refuse", "HipaaJwt:PhiClaims:Action contains \"refuse\", *. Write Refuse. *")]
    [InlineData("PhiClaims:Action", "2", "HipaaJwt:PhiClaims:Action contains \"2\", *. Write Ignore, Warn, Refuse.")]
    public void Rejects_an_unknown_name_of_a_value(string path, string value, string message) =>
        FluentActions.Invoking(() => Read(Section.Trusting(_issuer, (path, value))))
            .Should().Throw<OptionsValidationException>().WithMessage(message);

    [Fact]
    public void Knows_every_property_of_the_options()
    {
        // The reader rejects unknown names, so this test fails for a new option that the reader does not know.
        var names = typeof(HipaaJwtOptions).GetProperties().Select(property => property.Name)
            .Concat(typeof(TokenCacheOptions).GetProperties().Select(property => "TokenCache:" + property.Name))
            .Concat(typeof(AuditOptions).GetProperties().Select(property => "Audit:" + property.Name))
            .Concat(typeof(DecryptionOptions).GetProperties().Select(property => "Decryption:" + property.Name))
            .Concat(typeof(PhiClaimOptions).GetProperties().Select(property => "PhiClaims:" + property.Name))
            .Concat(typeof(TrustedIssuer).GetProperties().Select(property => "Issuers:0:" + property.Name))
            .Except(["Issuers:0:" + nameof(TrustedIssuer.KeySetSource)], StringComparer.Ordinal); // It is code.

        foreach (var name in names)
        {
            var path = name is "Issuers" or "TokenCache" or "Audit" ? name : name + ":x";
            var read = () => Read(Section.Trusting(_issuer, (path, "?")));

            read.Should().NotThrow<ArgumentException>();
            try
            {
                read();
            }
            catch (OptionsValidationException exception)
            {
                exception.Message.Should().NotContain($"HipaaJwt:{name} is not an option");
            }
        }
    }

    [Fact]
    public void Ignores_the_case_of_names_and_reads_a_single_value_as_a_list()
    {
        var options = Read(Section.Trusting(_issuer, ("clockskew", "00:00:10"), ("issuers:0:tokentypes", "JWT")));

        options.ClockSkew.Should().Be(TimeSpan.FromSeconds(10));
        options.Issuers[0].TokenTypes.Should().Equal("JWT");
    }

    [Fact]
    public async Task Reads_permission_rules_whose_names_contain_colons()
    {
        await using var services = Services(Section.Trusting(
            _issuer,
            ("Permissions:Rules:0:Role", "ward:physician"),
            ("Permissions:Rules:0:Permissions:0", "chart:read"),
            ("Permissions:Rules:1:Scope", "chart:print"),
            ("Permissions:Rules:1:Permissions", "chart:print"),
            ("Permissions:Rules:2:Claim", "https://hospital.example/department"),
            ("Permissions:Rules:2:Value", "unit:7"),
            ("Permissions:Rules:2:Permissions:0", "unit:enter")));

        var result = await services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token(claims: claims =>
        {
            claims["roles"] = "ward:physician";
            claims["scope"] = "chart:print";
            claims["https://hospital.example/department"] = "unit:7";
        }));

        result.Token!.Permissions.ToString().Should().Be("chart:read chart:print unit:enter");
    }

    [Fact]
    public async Task Accepts_the_same_section_twice()
    {
        var section = Section.Trusting(_issuer, ("Permissions:Roles:physician:0", "chart:read"));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddHipaaJwt(section.Configuration);
        services.AddHipaaJwt(section.Configuration);
        await using var provider = services.BuildServiceProvider();

        (await provider.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Validates_tokens_with_the_options_from_configuration()
    {
        await using var services = Services(Section.Trusting(
            _issuer,
            ("Permissions:Roles:physician:0", "chart:read"),
            ("Permissions:Scopes:chart.read", "chart:print")));

        var result = await services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token());

        result.Error.Should().Be(JwtError.None);
        result.Token!.Permissions.ToString().Should().Be("chart:read chart:print");
    }

    [Theory]
    [InlineData("ClockSkw", "00:00:10", "HipaaJwt:ClockSkw is not an option. Write ClockSkew, or remove it. The options here are *")]
    [InlineData("TokenCache:Size", "1", "HipaaJwt:TokenCache:Size is not an option. Write Capacity, *, or remove it.")]
    [InlineData("Audit:Timeout", "1", "HipaaJwt:Audit:Timeout is not an option. *WriteTimeout, *")]
    [InlineData("Issuers:0:Audience", "x", "HipaaJwt:Issuers:0:Audience is not an option. Write Audiences, or remove it.")]
    [InlineData("ClockSkew", "soon", "HipaaJwt:ClockSkew is \"soon\", which is not a duration. *00:00:30.")]
    [InlineData("ClockSkew", "", "HipaaJwt:ClockSkew is not a duration. *")]
    [InlineData("MaxTokenBytes", "16 KiB", "HipaaJwt:MaxTokenBytes is \"16 KiB\", which is not a whole number. *")]
    [InlineData("MaxTokenBytes", "1e4", "HipaaJwt:MaxTokenBytes is \"1e4\", *")]
    [InlineData(
        "Issuers:0:AllowMissingTokenType",
        "yes",
        "HipaaJwt:Issuers:0:AllowMissingTokenType is \"yes\", which is not a Boolean value. Write true or false.")]
    [InlineData("Issuers:0:Algorithms:0", "es256", "HipaaJwt:Issuers:0:Algorithms contains \"es256\", *. Write ES256. *")]
    [InlineData("Issuers:0:Algorithms:0", "none", "HipaaJwt:Issuers:0:Algorithms contains \"none\". *")]
    [InlineData("Issuers:0:Algorithms:0", "9", "HipaaJwt:Issuers:0:Algorithms contains \"9\", *Write HS256, *")]
    [InlineData("Issuers:0:Audiences:0:x", "y", "HipaaJwt:Issuers:0:Audiences:1 does not have the right form. Write a string.")]
    [InlineData("TokenCache", "off", "HipaaJwt:TokenCache does not have the right form. Write entries below it instead of a value.")]
    [InlineData("Issuers", "https://idp.example", "HipaaJwt:Issuers does not have the right form. *")]
    [InlineData("Issuers:1", "https://idp.example", "HipaaJwt:Issuers:1 does not have the right form. *")]
    [InlineData("Issuers:0:SigningKeys:0:key_ops", "verify", "HipaaJwt:Issuers:0:SigningKeys:0 does not have the right form. *")]
    [InlineData("Issuers:0:SigningKeys:0", "MIIB...", "HipaaJwt:Issuers:0:SigningKeys:0 does not have *")]
    public void Rejects_an_unknown_name_or_a_malformed_value_with_path_and_remedy(string path, string value, string message)
    {
        var section = path.EndsWith(":x", StringComparison.Ordinal)
            ? Section.Trusting(_issuer, ("Issuers:0:Audiences:1:x", value))
            : Section.Trusting(_issuer, (path, value));

        section.Invoking(Read).Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Theory]
    [InlineData("HIPAAJWT_NO_ADVISORIES", false)]
    [InlineData("HIPAAJWT_ISSUERS_URL", false)]
    [InlineData("HIPAAJWT_ISSUERS_0_URL", false)]
    [InlineData("HipaaJwtIssuers_0_Issuer", false)]
    [InlineData("HIPAAJWT_ISSUERS_0_ISSUER", true)]
    [InlineData("HipaaJwt_ClockSkew", true)]
    [InlineData("HipaaJwt--Audit--WriteTimeout", true)]
    public void Finds_variables_that_are_meant_as_options_and_no_others(string variable, bool isProblem)
    {
        var root = new ConfigurationBuilder()
            .AddConfiguration(Section.Trusting(_issuer).Root)
            .AddInMemoryCollection([KeyValuePair.Create(variable, (string?)"1")])
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(root)
            .AddHipaaJwt(root.GetSection("HipaaJwt")).Services
            .BuildServiceProvider();

        var start = () => services.GetRequiredService<IJwtValidator>();

        if (isProblem)
        {
            start.Should().Throw<OptionsValidationException>().WithMessage($"{variable} is not read, because *");
        }
        else
        {
            start.Should().NotThrow();
        }
    }

    [Fact]
    public void A_problem_names_the_section_as_the_application_named_it()
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Security:Tokens:Issuers:0:Issuer", (string?)TestIssuer.Name)])
            .Build()
            .GetSection("Security:Tokens");

        ProblemsOf(services => services.AddHipaaJwt(section)).Should().Contain(
            "Security:Tokens:Issuers:0:Algorithms is empty. Add the algorithms that the issuer signs with, such as ES256. "
            + "There is no default.");
    }

    [Fact]
    public void A_problem_names_each_option_where_it_was_written()
    {
        var section = Section.Trusting(_issuer, ("ClockSkew", "01:00:00")).Configuration;

        ProblemsOf(services =>
        {
            services.AddHipaaJwt(section);
            services.AddHipaaJwt(options =>
            {
                options.MaxTokenBytes = 1;
                options.Issuers.Add(_issuer.Trust(trust => (trust.Issuer, trust.MaxKeyAge) = ("https://other.example", TimeSpan.Zero)));
            });
        }).Should().Equal(
            "HipaaJwt:ClockSkew is 01:00:00. Set it between 00:00:00 and 00:05:00.",
            "HipaaJwtOptions.MaxTokenBytes is 1. Set it between 256 and 1048576.",
            "HipaaJwtOptions.Issuers[1].MaxKeyAge is 00:00:00. Set it between 00:01:00 and 7.00:00:00.");
    }

    [Theory]
    [InlineData(
        "Permissions:Role:physician",
        "chart:read",
        "HipaaJwt:Permissions:Role is not an option. Write Roles, or remove it. "
        + "The options here are Roles, Scopes, Claims, Flags, Rules, RolesFrom, ScopesFrom, ForIssuers.")]
    [InlineData("Permissions:Roles:physician", "chart read", "HipaaJwt:Permissions:Roles:physician does not have the right form. *")]
    [InlineData("MaxTokenLifetime", "1", "HipaaJwt:MaxTokenLifetime is \"1\", *. Write 00:00:01 if the number means seconds.")]
    [InlineData("Permissions:Rules:0:Rolle", "physician", "HipaaJwt:Permissions:Rules:0:Rolle is not an option. Write Role, or *")]
    [InlineData(
        "Permissions:Rules:0:Permissions",
        "chart:read",
        "HipaaJwt:Permissions:Rules:0 does not have the right form. Write a Role, a Scope, *")]
    [InlineData("Permissions:RolesFrom", "a..b", "HipaaJwt:Permissions:RolesFrom does not have the right form. *")]
    [InlineData("Permissions:ScopesFrom:0", ".a", "HipaaJwt:Permissions:ScopesFrom does not have the right form. *")]
    [InlineData("Permissions:Claims:a..b:x", "chart:read", "HipaaJwt:Permissions:Claims:a..b does not have the right form. *")]
    [InlineData(
        "Permissions:Roles:physician:a:b",
        "chart:read",
        "HipaaJwt:Permissions:Roles:physician:a does not have the right form. Write a string.")]
    public void Rejects_a_malformed_permission_rule_with_path_and_remedy(string path, string value, string message) =>
        Section.Trusting(_issuer, (path, value)).Invoking(Read).Should().Throw<OptionsValidationException>().WithMessage(message);

    [Fact]
    public async Task Reads_every_kind_of_permission_rule()
    {
        await using var services = Services(Section.Trusting(
            _issuer,
            ("Permissions:RolesFrom:0", "roles"),
            ("Permissions:RolesFrom:1", "realm_access.roles"),
            ("Permissions:ScopesFrom", "scp"),
            ("Permissions:Roles:physician:0", "chart:read"),
            ("Permissions:Roles:nurse:0", "vitals:write"),
            ("Permissions:Scopes:a", "one"),
            ("Permissions:Scopes:openid", "two"),
            ("Permissions:Claims:ward.name:7b", "ward:enter")));

        var result = await services.GetRequiredService<IJwtValidator>().ValidateAsync(_issuer.Token(claims: claims =>
        {
            claims["realm_access"] = new System.Text.Json.Nodes.JsonObject { ["roles"] = new System.Text.Json.Nodes.JsonArray("nurse") };
            claims["scp"] = "a";
            claims["ward"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "7b" };
        }));

        result.Token!.Permissions.Select(permission => permission.Name)
            .Should().BeEquivalentTo("chart:read", "vitals:write", "one", "ward:enter");
        services.GetRequiredService<PermissionCatalog>().Count.Should().Be(5);
    }

    [Fact]
    public void Does_not_reference_the_reflection_based_configuration_binder() =>
        typeof(IJwtValidator).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name)
            .Should().NotContain("Microsoft.Extensions.Configuration.Binder");

    private static HipaaJwtOptions Read(Section section)
    {
        using var services = Services(section);
        return services.GetRequiredService<IOptions<HipaaJwtOptions>>().Value;
    }

    private static IEnumerable<string> ProblemsOf(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        using var provider = services.BuildServiceProvider();
        return provider.Invoking(self => self.GetRequiredService<IJwtValidator>())
            .Should().Throw<OptionsValidationException>().Which.Failures;
    }

    private static ServiceProvider Services(Section section)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestIssuer.Now));
        services.AddHipaaJwt(section.Configuration);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
