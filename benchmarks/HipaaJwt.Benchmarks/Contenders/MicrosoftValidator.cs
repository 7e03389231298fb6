using HipaaJwt.Benchmarks.Workload;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Contenders;

/// <summary>Microsoft's handler with every allowlist that it supports. The key, the handler and its parameters are reused.</summary>
internal sealed class MicrosoftValidator(SigningKey key, EncryptionKey? decryption = null)
{
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters = ParametersFor(
        key.SecurityKey, [key.Name, .. decryption?.Names ?? []], decryption?.SecurityKey);

    public static TokenValidationParameters ParametersFor(
        SecurityKey key, IEnumerable<string> algorithms, SecurityKey? decryption = null) => new()
        {
            ValidIssuer = AccessToken.Issuer,
            ValidAudience = AccessToken.Audience,
            ValidAlgorithms = algorithms,
            ValidTypes = [AccessToken.Type],
            IssuerSigningKey = key,
            TokenDecryptionKey = decryption,
            ClockSkew = TimeSpan.FromSeconds(30),
        };

    public bool Accepts(string token) => Validate(token).IsValid;

    public TokenValidationResult Validate(string token) => _handler.ValidateTokenAsync(token, _parameters).GetAwaiter().GetResult();

    public bool CanRead(string token) => _handler.CanReadToken(token);
}
