namespace HipaaJwt.Tests.Conformance;

/// <summary>A workshop whose service decrypts tokens, by all algorithms but RSA-OAEP with SHA-1 and A128GCM.</summary>
public class EncryptionWorkshop : Workshop
{
    public EncryptionWorkshop()
        : this(new EncryptionKeys(), _ => { })
    {
    }

    protected EncryptionWorkshop(EncryptionKeys keys, Action<HipaaJwtOptions> change)
        : base(options =>
        {
            keys.Trust(options);
            options.Decryption.KeyManagementAlgorithms.Remove(JweAlgorithm.RsaOaep);
            options.Decryption.ContentEncryptionAlgorithms.Remove(JweEncryption.A128Gcm);
            change(options);
        }) => Own = keys;

    public EncryptionKeys Own { get; }
}
