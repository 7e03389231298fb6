namespace HipaaJwt.Checks;

/// <summary>Checks that the token was encrypted if its issuer requires it (RFC 7519, section 11.2).</summary>
internal sealed class EncryptionCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        context.WasEncrypted || !context.Policy.RequireEncryption
            ? JwtError.None
            : new JwtError(JwtErrorCode.EncryptionRequired);
}
