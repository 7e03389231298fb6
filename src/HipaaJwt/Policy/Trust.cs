using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Policy;

/// <summary>A set of trusted issuers with its policies and fetched keys. The default trust has no name.</summary>
internal sealed record Trust(string Name, ValidationPolicyProvider Policies, RemoteKeyStore RemoteKeys)
{
    /// <summary>The name as part of a log message, such as <c> of trust partners</c>; empty for the unnamed trust.</summary>
    public string Description => Describe(Name);

    public static string Describe(string name) => name == Options.DefaultName ? string.Empty : $" of trust {name}";
}
