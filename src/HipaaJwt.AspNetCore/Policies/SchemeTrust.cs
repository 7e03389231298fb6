namespace HipaaJwt.AspNetCore.Policies;

/// <summary>A scheme that was added, and the name of the trust that validates its tokens.</summary>
/// <param name="Call">The call that added the scheme, for exception messages.</param>
/// <param name="GetTrust">Returns the name of the trust.</param>
internal sealed record SchemeTrust(string Call, Func<IServiceProvider, string> GetTrust);
