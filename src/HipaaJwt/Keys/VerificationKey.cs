using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>
/// A key that is trusted for one issuer and for certain algorithms. The algorithm belongs to the key, so a token cannot
/// choose how its signature is verified (RFC 8725, section 3.1).
/// </summary>
internal sealed class VerificationKey
{
    private readonly ImmutableArray<SignatureVerifier> _verifiers;

    public VerificationKey(string? keyId, IssuerPolicy issuer, IKeySource source, ImmutableArray<SignatureVerifier> verifiers)
    {
        KeyId = keyId;
        Issuer = issuer;
        Source = source;
        _verifiers = verifiers;
    }

    public string? KeyId { get; }

    public IssuerPolicy Issuer { get; }

    /// <summary>The source of the key: the options or an address.</summary>
    public IKeySource Source { get; }

    /// <summary>The key that the thumbprints identify. They are computed when they are read, because most keys have no rival.</summary>
    public VerificationKeyMaterial? Material { get; init; }

    /// <inheritdoc cref="KeyThumbprint"/>
    public string Thumbprint => Material?.Thumbprint ?? string.Empty;

    /// <inheritdoc cref="KeyThumbprint.OfSigner"/>
    public string SignerThumbprint => Material?.SignerThumbprint ?? string.Empty;

    /// <summary>The algorithms that the key verifies.</summary>
    public IEnumerable<JwsAlgorithmRow> Algorithms => _verifiers.Select(verifier => verifier.Algorithm);

    /// <summary>Whether the configured key contained its private part. Verification does not need it.</summary>
    public bool HadPrivateParts { get; init; }

    /// <summary>Creates the same key with other rules for the tokens that it verifies.</summary>
    public VerificationKey For(IssuerPolicy issuer) => new(KeyId, issuer, Source, _verifiers)
    {
        Material = Material,
    };

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
