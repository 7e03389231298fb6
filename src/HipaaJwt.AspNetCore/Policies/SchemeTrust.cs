namespace HipaaJwt.AspNetCore.Policies;

/// <summary>A scheme that was added, and the name of the trust that validates its tokens.</summary>
/// <param name="Scheme">The name of the scheme.</param>
/// <param name="Method">The method that added the scheme, for exception messages.</param>
/// <param name="GetTrust">Returns the name of the trust.</param>
internal sealed record SchemeTrust(string Scheme, string Method, Func<IServiceProvider, string> GetTrust)
{
    /// <summary>The call that added the scheme, for exception messages.</summary>
    public string Call => $"{Method}(\"{Scheme}\")";
}
