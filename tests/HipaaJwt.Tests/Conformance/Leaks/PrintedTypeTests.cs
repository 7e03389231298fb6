using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Leaks;

/// <summary>Family 43, by reflection: no type that may contain a token, a proof or a patient writes it as text.</summary>
public sealed class PrintedTypeTests
{
    private const string Canary = "c4n4ry7f3e";

    /// <summary>Types whose text contains a field on purpose. None of these fields is data of a token, a secret or a patient.</summary>
    private static readonly Dictionary<string, string> Printing = new()
    {
        ["HipaaJwt.AuditStamp"] = "the name of the host",
        ["HipaaJwt.ClaimCheckContext"] = "the issuer, as the options name it",
        ["HipaaJwt.JwtError"] = "the member, a fixed word",
        ["HipaaJwt.JwtValidationRequest"] = "the method and the resource, words of the application",
        ["HipaaJwt.JwtValidationResult"] = "the error",
        ["HipaaJwt.TokenUse"] = "the method and the resource, words of the application",
        ["HipaaJwt.Permission"] = "the name",
        ["HipaaJwt.PermissionSet"] = "the names of the permissions",
        ["HipaaJwt.ReplayEntry"] = "digests",
        ["HipaaJwt.DPoPNonces+Nonce"] = "the nonce, which is sent in clear",
        ["HipaaJwt.PermissionCatalog+Slot"] = "the name of the permission",
        ["HipaaJwt.Auditing.AuditLogState"] = "the line of the audit log, which is its purpose",
        ["HipaaJwt.Auditing.AuditSinkRegistration"] = "the name of the type",
        ["HipaaJwt.Checks.ClaimCheckRegistration"] = "the name of the trust",
        ["HipaaJwt.Checks.TokenUseCheckRegistration"] = "the name of the trust",
        ["HipaaJwt.DependencyInjection.PermissionRules"] = "the name of the trust",
        ["HipaaJwt.Encryption.JweAlgorithmRow"] = "the name of the algorithm",
        ["HipaaJwt.Encryption.JweEncryptionRow"] = "the name of the algorithm",
        ["HipaaJwt.Jws.JwsAlgorithmRow"] = "the name of the algorithm",
        ["HipaaJwt.Keys.Remote.RemoteKeySettings"] = "the address of the keys, from the options",
        ["HipaaJwt.Keys.Remote.SkippedKey"] = "what is wrong with the key, fixed words",
        ["HipaaJwt.Permissions.PermissionGrant"] = "the role or scope of a rule",
        ["HipaaJwt.Policy.OptionPath"] = "the path of an option",
        ["HipaaJwt.Policy.Trust"] = "the name of the trust",
        ["HipaaJwt.Policy.TrustRegistration"] = "the name of the trust",
    };

    public static TheoryData<Type> Types => [.. All.Where(type => !Printing.ContainsKey(type.FullName!))];

    private static IEnumerable<Type> All => PrintedType.In(typeof(IJwtValidator).Assembly);

    [Theory]
    [MemberData(nameof(Types))]
    public void No_type_prints_a_token_a_proof_or_a_patient(Type type) => PrintedType.Print(type, Canary).Should().NotContain(Canary);

    [Fact]
    public void What_contains_a_token_or_a_proof_was_among_the_types()
    {
        All.Should().Contain([typeof(EncodedJwt), typeof(JwtValidationRequest), typeof(TokenUse), typeof(AuditEvent)]);
        Printing.Keys.Should().BeSubsetOf(All.Select(type => type.FullName));
        PrintedType.Print(typeof(JwtError), Canary).Should().Contain(Canary, "fields are filled");
        new JwtValidationRequest("token") { DPoPProof = "proof", HttpUri = new Uri("https://patient.example"), Resource = "r" }.ToString().Should().Be("JwtValidationRequest  r");
        new EncodedJwt("token").ToString().Should().Be("EncodedJwt, 5 characters");
    }
}
