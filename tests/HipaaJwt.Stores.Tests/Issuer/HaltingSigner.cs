namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>A signer that can stop its process before it signs.</summary>
internal sealed class HaltingSigner(ISigner signer, HaltPoint halt) : ISigner
{
    public ValueTask<SignerKey> GetKeyAsync(CancellationToken cancellationToken) => signer.GetKeyAsync(cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> SignAsync(SignerKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        halt.Pass(HaltPoint.BeforeSigning);
        return signer.SignAsync(key, data, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>> ReadKeySetAsync(CancellationToken cancellationToken) =>
        signer.ReadKeySetAsync(cancellationToken);
}
