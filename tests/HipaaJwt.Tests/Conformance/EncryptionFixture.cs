namespace HipaaJwt.Tests.Conformance;

/// <summary>A fixture whose service decrypts tokens, with all algorithms except RSA-OAEP with SHA-1 and A128GCM.</summary>
public class EncryptionFixture : TokenFixture
{
    public EncryptionFixture()
        : this(new EncryptionKeys(), _ => { })
    {
    }

    protected EncryptionFixture(EncryptionKeys keys, Action<HipaaJwtOptions> change)
        : base(options =>
        {
            keys.Trust(options);
            options.Decryption.KeyManagementAlgorithms.Remove(JweAlgorithm.RsaOaep);
            options.Decryption.ContentEncryptionAlgorithms.Remove(JweEncryption.A128Gcm);
            change(options);
        }) => Own = keys;

    public EncryptionKeys Own { get; }
}
