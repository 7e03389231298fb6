namespace HipaaJwt.TokenIssuer.Issuing;

/// <summary>A signed access token, or the reason why none was signed.</summary>
/// <param name="Token">The token; null after an error.</param>
/// <param name="Id">The <c>jti</c>.</param>
/// <param name="ExpiresIn">The lifetime.</param>
/// <param name="Error">The reason.</param>
/// <param name="PhiEntries">
/// The entries of the PHI policy that the claims match and that are only warned of; null if there are none.
/// </param>
internal readonly record struct SignedToken(string? Token, string Id, TimeSpan ExpiresIn, JwtError Error, string? PhiEntries = null)
{
    public override string ToString() => $"{nameof(SignedToken)} {Id}";
}
