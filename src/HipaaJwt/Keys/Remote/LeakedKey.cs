namespace HipaaJwt.Keys.Remote;

/// <summary>A key whose private part, or whose secret, is in a published JWK Set.</summary>
/// <param name="Index">The index of the key in the set, from 0.</param>
/// <param name="KeyId">The <c>kid</c>; null if there is none.</param>
/// <param name="Thumbprint">
/// The <see cref="VerificationKeyMaterial.SignerThumbprint"/>; null if the entry does not identify the public key.
/// </param>
/// <param name="IsProven">
/// Finds whether the private part belongs to the public key. Without this proof an issuer could withdraw the keys of other issuers.
/// </param>
internal readonly record struct LeakedKey(int Index, string? KeyId, string? Thumbprint, Func<bool> IsProven)
{
    public override string ToString() => $"LeakedKey {Index}";
}
