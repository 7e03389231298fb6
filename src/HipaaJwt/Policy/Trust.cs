using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Policy;

/// <summary>One set of trusted issuers, with its options and keys. The unnamed one is the default.</summary>
internal sealed record Trust(string Name, ValidationPolicyProvider Policies, RemoteKeyStore RemoteKeys)
{
    /// <summary>The name as a part of log lines; empty for the unnamed trust.</summary>
    public string Description => Describe(Name);

    public static string Describe(string name) => name == Options.DefaultName ? string.Empty : $" of trust {name}";
}
