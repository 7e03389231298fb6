namespace HipaaJwt.Checks;

/// <summary>The token came encrypted, where its issuer's tokens must (RFC 7519, section 11.2).</summary>
internal sealed class EncryptionCheck : IClaimCheck
{
    public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
        context.WasEncrypted || !context.Policy.RequireEncryption
            ? JwtError.None
            : new JwtError(JwtErrorCode.EncryptionRequired);
}
