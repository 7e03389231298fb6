using Microsoft.AspNetCore.Authentication;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>The items of an authentication ticket that expires with its token. Only long-lived connections read them.</summary>
internal sealed class ExpirationItems(DateTimeOffset expiresAt) : DictionaryOnDemand<string?>
{
    protected override IDictionary<string, string?> Create() => new AuthenticationProperties { ExpiresUtc = expiresAt }.Items;
}
