using HipaaJwt.Policy;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Policy;

public sealed class AuthorityTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/realms/hospital")]
    public async Task Completes_the_address_of_the_metadata_and_names_the_issuer_exactly_as_written(string path)
    {
        List<string> requested = [];
        await using var lab = await LabAsync(path, requested, issuer => issuer.Issuer = string.Empty);
        lab.Provider.Instead = async context =>
        {
            requested.Add(context.Request.Path);
            await KeyProvider.WriteAsync(
                context, requested.Count == 1 ? lab.Provider.Metadata(lab.Provider.Address + path) : lab.Provider.KeySet());
        };

        var token = lab.Issuer.Token(claims: claims => claims["iss"] = lab.Provider.Address + path);

        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);
        requested.Should().Equal(path.TrimEnd('/') + KeyProvider.MetadataPath, KeyProvider.KeysPath);
    }

    [Fact]
    public async Task Keys_of_metadata_that_name_another_issuer_are_not_used()
    {
        await using var lab = await LabAsync("/", [], issuer => issuer.Issuer = string.Empty);
        lab.Provider.Instead = context => KeyProvider.WriteAsync(context, lab.Provider.Metadata(lab.Provider.Address));

        (await lab.VerdictAsync(lab.Issuer.Token(claims: claims => claims["iss"] = lab.Provider.Address + "/")))
            .Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task An_issuer_beside_the_authority_is_the_issuer()
    {
        await using var lab = await LabAsync(string.Empty, [], _ => { });

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.Host.Services.GetRequiredKeyedService<ValidationPolicyProvider>(string.Empty).Current.Policy.Issuers.Single().Issuer
            .Should().Be(TestIssuer.Name);
    }

    [Theory]
    [InlineData("https://idp.hospital.example", null)]
    [InlineData("http://127.0.0.1:8080", null)]
    [InlineData("http://idp.hospital.example", "is plain http to another machine")]
    [InlineData("idp.hospital.example", "which is not an absolute address")]
    [InlineData("https://idp.hospital.example/.well-known/openid-configuration", "contains /.well-known/")]
    [InlineData("https://idp.hospital.example?tenant=1", "contains a query or a fragment")]
    [InlineData("https://idp.hospital.example#a", "contains a query or a fragment")]
    public void Has_the_rules_of_a_metadata_address(string authority, string? problem)
    {
        using var issuer = new TestIssuer();
        var problems = OptionsProblems.Of(issuer, trust => trust.Authority = authority);

        if (problem is null)
        {
            problems.Should().BeEmpty();
        }
        else
        {
            problems.Should().ContainSingle().Which.Should().StartWith("HipaaJwtOptions.Issuers[0].Authority ").And.Contain(problem);
        }
    }

    private static Task<KeyLab> LabAsync(string path, List<string> requested, Action<TrustedIssuer> change) =>
        KeyLab.StartAsync((issuer, address) =>
        {
            requested.Clear();
            (issuer.MetadataAddress, issuer.Authority) = (null, address + path);
            change(issuer);
        });
}
