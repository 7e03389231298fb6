namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>A key of the store cannot be decrypted. No other key is created instead.</summary>
internal sealed class KeyProtectionException : InvalidOperationException
{
    public KeyProtectionException()
    {
    }

    public KeyProtectionException(string message)
        : base(message)
    {
    }

    public KeyProtectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
