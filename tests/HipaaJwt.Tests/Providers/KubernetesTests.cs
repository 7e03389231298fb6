using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin: the schema of service account tokens.</summary>
public sealed class KubernetesTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    private const string Cluster = "https://kubernetes.default.svc.cluster.local";

    [Fact]
    public async Task Accepts_a_token_of_a_service_account()
    {
        var result = await ValidateAsync(ServiceAccountToken());

        result.Error.Should().Be(JwtError.None);
        result.Token!.Subject.Should().Be("system:serviceaccount:charts:reader");
    }

    [Theory]
    [InlineData("kubernetes.io")]
    [InlineData("jti")]
    public async Task Rejects_a_token_without_what_a_service_account_token_contains(string claim) =>
        (await ValidateAsync(ServiceAccountToken(), claims => claims.Remove(claim)))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));

    [Fact]
    public async Task Rejects_a_token_for_the_cluster() =>
        (await ValidateAsync(ServiceAccountToken(), claims => claims["aud"] = new JsonArray(Cluster)))
            .Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));

    [Fact]
    public void Rejects_the_audience_of_the_cluster() =>
        FluentActions.Invoking(() => TrustedIssuer.ForKubernetes(Cluster, Cluster)).Should().Throw<ArgumentException>()
            .WithParameterName("audience");

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = null) =>
        _tokens.ValidateAsync(TrustedIssuer.ForKubernetes(Cluster, "https://charts.hospital.example"), type, claims, change);

    private static JsonObject ServiceAccountToken() => new()
    {
        ["aud"] = new JsonArray("https://charts.hospital.example"),
        ["exp"] = ProviderTokens.Now + 3600,
        ["iat"] = ProviderTokens.Now,
        ["iss"] = Cluster,
        ["jti"] = "aed34954-b33a-4142-b1ec-389d6bbb4936",
        ["kubernetes.io"] = new JsonObject
        {
            ["namespace"] = "charts",
            ["node"] = new JsonObject { ["name"] = "node-1", ["uid"] = "646e7c5e-32d6-4d42-9dbd-e504e6cbe6b1" },
            ["pod"] = new JsonObject { ["name"] = "reader-1", ["uid"] = "5e0bd49b-f040-43b0-99b7-22765a53f7f3" },
            ["serviceaccount"] = new JsonObject { ["name"] = "reader", ["uid"] = "14ee3fa4-a7e2-420f-9f9a-dbc4507c3798" },
        },
        ["nbf"] = ProviderTokens.Now,
        ["sub"] = "system:serviceaccount:charts:reader",
    };
}
