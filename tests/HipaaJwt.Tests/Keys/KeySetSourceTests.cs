using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

/// <summary>An issuer whose keys come from code in the same process.</summary>
public sealed class KeySetSourceTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly Source _source = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_token_is_accepted_with_a_key_of_the_source()
    {
        _source.Json = KeySet();

        (await ValidateAsync()).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_source_that_fails_makes_the_keys_unavailable()
    {
        (await ValidateAsync()).Code.Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task An_address_beside_the_source_stops_the_start()
    {
        var failure = await FluentActions.Awaiting(() => ValidateAsync(issuer => issuer.JwksUri = "https://idp.hospital.example/jwks"))
            .Should().ThrowAsync<OptionsValidationException>();

        failure.Which.Message.Should().Contain("JwksUri is set in addition to KeySetSource");
    }

    private async Task<JwtError> ValidateAsync(Action<TrustedIssuer>? change = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust(issuer =>
        {
            issuer.SigningKeys.Clear();
            issuer.KeySetSource = _source;
            change?.Invoke(issuer);
        })));
        using var host = builder.Build();
        await host.StartAsync();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var token = _issuer.Token(claims: claims => (claims["iat"], claims["exp"]) = (now, now + 300));
        var result = await host.Services.GetRequiredService<IJwtValidator>().ValidateAsync(token);
        await host.StopAsync();
        return result.Error;
    }

    private string KeySet()
    {
        var point = _issuer.Key.ExportParameters(includePrivateParameters: false).Q;
        var key = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["kid"] = TestIssuer.KeyId,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
        return new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();
    }

    private sealed class Source : IKeySetSource
    {
        public string? Json { get; set; }

        public ValueTask<ReadOnlyMemory<byte>> ReadKeySetAsync(CancellationToken cancellationToken) =>
            new(Encoding.UTF8.GetBytes(Json ?? throw new InvalidOperationException("The store is down.")));
    }
}
