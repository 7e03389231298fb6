using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>A signer of the application. A test can make one of its steps fail.</summary>
internal sealed class FaultySigner : ISigner, IDisposable
{
    public const string GetKey = "get key";
    public const string Sign = "sign";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public Fault Fault { get; } = new();

    public ValueTask<SignerKey> GetKeyAsync(CancellationToken cancellationToken) =>
        Fault.RunAsync(GetKey, () => ValueTask.FromResult(new SignerKey("vault-1", JwsAlgorithm.ES256)));

    public ValueTask<ReadOnlyMemory<byte>> SignAsync(SignerKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        Fault.RunAsync(Sign, () => ValueTask.FromResult<ReadOnlyMemory<byte>>(SignNow(data.Span)));

    public ValueTask<ReadOnlyMemory<byte>> ReadKeySetAsync(CancellationToken cancellationToken)
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var set = $$"""{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"vault-1","x":"{{x}}","y":"{{y}}"}]}""";
        return new(Encoding.UTF8.GetBytes(set));
    }

    public void Dispose() => _key.Dispose();

    private byte[] SignNow(ReadOnlySpan<byte> data)
    {
        lock (_key)
        {
            return _key.SignData(data, HashAlgorithmName.SHA256);
        }
    }
}
