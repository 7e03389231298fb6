using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Recipes.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/secrets.md with a directory of secrets.</summary>
public sealed class SecretsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("hipaajwt-secrets-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_key_in_a_file_decrypts_tokens_and_its_private_part_is_not_logged()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = Base64UrlEncoder.Encode(key.ExportParameters(true).D);
        Write("HipaaJwt__Decryption__Keys__0", JwkOf(key.ExportParameters(true)));
        Write("HipaaJwt__Decryption__KeyManagementAlgorithms__0", "ECDH-ES+A256KW");
        Write("HipaaJwt__Decryption__ContentEncryptionAlgorithms__0", "A256GCM");
        Write("HipaaJwt__DPoP__NonceKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await using var host = await StartAsync();
        using var client = host.Connect().With(host.GetTestIssuer().CreateEncryptedToken("dr.rivera", roles: ["physician"]));

        (await client.GetStringAsync("/chart")).Should().Be("chart");

        host.GetAuditRecorder().ShouldHave(AuditEventType.AccessGranted).By("dr.rivera").Once();
        host.Log.Lines.Should().NotContain(line => line.Contains(secret, StringComparison.Ordinal))
            .And.Contain(line => line.Contains("own-key", StringComparison.Ordinal)
                && line.Contains("ECDH-ES+A256KW", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_secret_stops_the_start_without_its_value()
    {
        Write("HipaaJwt__DPoP__NonceKey", "not base64 at all!");

        var failure = await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<OptionsValidationException>();

        failure.WithMessage("HipaaJwt:DPoP:NonceKey*").Which.Message.Should().NotContain("not base64 at all!");
    }

    private static string JwkOf(ECParameters key) => new JsonObject
    {
        ["kty"] = "EC",
        ["crv"] = "P-256",
        ["kid"] = "own-key",
        ["x"] = Base64UrlEncoder.Encode(key.Q.X),
        ["y"] = Base64UrlEncoder.Encode(key.Q.Y),
        ["d"] = Base64UrlEncoder.Encode(key.D),
    }.ToJsonString();

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory.FullName, name), text);

    private Task<RecipeHost> StartAsync() =>
        RecipeHost.StartAsync(Secrets.Run, "secrets", arguments: "--SecretsDirectory=" + _directory.FullName);
}
