using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Leaks;

/// <summary>Family 43, by reflection: ToString of no type contains a token, a proof or patient data.</summary>
public sealed class PrintedTypeTests
{
    private const string Canary = "c4n4ry7f3e";

    /// <summary>Types whose ToString contains a field. None of these fields contains token data, a secret or patient data.</summary>
    private static readonly Dictionary<string, string> Printing = new()
    {
        ["HipaaJwt.AuditStamp"] = "the name of the host",
        ["HipaaJwt.ClaimCheckContext"] = "the issuer, from the options",
        ["HipaaJwt.ClaimPath"] = "the names of claims, from the options",
        ["HipaaJwt.ClaimSource"] = "the names of claims, from the options",
        ["HipaaJwt.JwtError"] = "the member, a fixed word",
        ["HipaaJwt.JwtValidationRequest"] = "the method and the resource, from the application",
        ["HipaaJwt.JwtValidationResult"] = "the error",
        ["HipaaJwt.TokenUse"] = "the method and the resource, from the application",
        ["HipaaJwt.Permission"] = "the name",
        ["HipaaJwt.PermissionSet"] = "the names of the permissions",
        ["HipaaJwt.ReplayEntry"] = "digests",
        ["HipaaJwt.DPoPNonces+Nonce"] = "the nonce, which is not secret",
        ["HipaaJwt.PermissionCatalog+Slot"] = "the name of the permission",
        ["HipaaJwt.Auditing.AuditLogState"] = "the line of the audit log, which is its purpose",
        ["HipaaJwt.Auditing.AuditSinkRegistration"] = "the name of the type",
        ["HipaaJwt.Claims.RegisteredClaims+KnownClaim"] = "the name of the claim, a fixed word",
        ["HipaaJwt.Checks.ClaimCheckRegistration"] = "the name of the trust",
        ["HipaaJwt.Checks.TokenUseCheckRegistration"] = "the name of the trust",
        ["HipaaJwt.DependencyInjection.PermissionRules"] = "the name of the trust",
        ["HipaaJwt.Development.DevelopmentTokensRegistration"] = "the name of the trust and of the scheme",
        ["HipaaJwt.Encryption.JweAlgorithmRow"] = "the name of the algorithm",
        ["HipaaJwt.Encryption.JweEncryptionRow"] = "the name of the algorithm",
        ["HipaaJwt.Encryption.JweHeader+KnownMember"] = "the member, a fixed word",
        ["HipaaJwt.Hosting.Weakness"] = "the path of an option and its risk",
        ["HipaaJwt.Jws.JoseHeader+KnownMember"] = "the member, a fixed word",
        ["HipaaJwt.Jws.JwsAlgorithmRow"] = "the name of the algorithm",
        ["HipaaJwt.Keys.KeyRing+ByAlgorithm+Use"] = "the name of the algorithm",
        ["HipaaJwt.Keys.Remote.RemoteKeyStore+KeyLocation"] = "the issuer and the address of the keys, from the options",
        ["HipaaJwt.Keys.Remote.RemoteKeySettings"] = "the address of the keys, from the options",
        ["HipaaJwt.Keys.Remote.SkippedKey"] = "what is wrong with the key, fixed words",
        ["HipaaJwt.Permissions.PermissionGrant"] = "the role or scope of a rule",
        ["HipaaJwt.Permissions.PermissionMapCompiler+Rule"] = "the claim and the role or scope of a rule",
        ["HipaaJwt.Permissions.NamedIssuer"] = "the issuer and its place in the options",
        ["HipaaJwt.Policy.OptionPath"] = "the path of an option",
        ["HipaaJwt.Policy.RemoteIssuer+KeyUse"] = "the key ID and the name of the algorithm",
        ["HipaaJwt.Policy.SharedIssuers+Named"] = "the name of the issuer, from the options",
        ["HipaaJwt.Policy.Trust"] = "the name of the trust",
        ["HipaaJwt.Policy.TrustRegistration"] = "the name of the trust",
    };

    public static TheoryData<Type> Types => [.. All.Where(type => !Printing.ContainsKey(type.FullName!))];

    private static IEnumerable<Type> All => PrintedType.In(typeof(IJwtValidator).Assembly);

    [Theory]
    [MemberData(nameof(Types))]
    public void ToString_contains_no_token_proof_or_patient_data(Type type) => PrintedType.Print(type, Canary).Should().NotContain(Canary);

    [Fact]
    public void The_tested_types_include_those_with_tokens_and_proofs()
    {
        All.Should().Contain([typeof(EncodedJwt), typeof(JwtValidationRequest), typeof(TokenUse), typeof(AuditEvent)]);
        Printing.Keys.Should().BeSubsetOf(All.Select(type => type.FullName));
        PrintedType.Print(typeof(JwtError), Canary).Should().Contain(Canary, "fields are filled");
        new JwtValidationRequest("token") { DPoPProof = "proof", HttpUri = new Uri("https://patient.example"), Resource = "r" }.ToString()
            .Should().Be("JwtValidationRequest  r");
        new EncodedJwt("token").ToString().Should().Be("EncodedJwt, 5 characters");
    }
}
