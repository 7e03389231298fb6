using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>
/// A key that is trusted for one issuer and for certain algorithms. The algorithm belongs to the key, so a token cannot
/// choose how its signature is read (RFC 8725, section 3.1).
/// </summary>
internal sealed class VerificationKey
{
    private readonly ImmutableArray<SignatureVerifier> _verifiers;

    public VerificationKey(string? keyId, IssuerPolicy issuer, ImmutableArray<SignatureVerifier> verifiers)
    {
        KeyId = keyId;
        Issuer = issuer;
        _verifiers = verifiers;
    }

    public string? KeyId { get; }

    /// <summary>Whether more was handed over than verification needs.</summary>
    public bool HadPrivateParts { get; init; }

    public IssuerPolicy Issuer { get; }

    public bool TryGetVerifier(JwsAlgorithmRow algorithm, [NotNullWhen(true)] out SignatureVerifier? verifier)
    {
        foreach (var candidate in _verifiers)
        {
            if (ReferenceEquals(candidate.Algorithm, algorithm))
            {
                verifier = candidate;
                return true;
            }
        }

        verifier = null;
        return false;
    }
}
