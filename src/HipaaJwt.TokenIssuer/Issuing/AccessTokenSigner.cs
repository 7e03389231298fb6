using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HipaaJwt.TokenIssuer.Calls;
using Microsoft.Extensions.ObjectPool;

namespace HipaaJwt.TokenIssuer.Issuing;

/// <summary>Writes and signs access tokens, and applies the PHI policy to their claims.</summary>
internal sealed class AccessTokenSigner
{
    private const int MaxHeaders = 16;

    private readonly ISigner _signer;
    private readonly StoreCalls? _limit;
    private readonly byte[] _start;
    private readonly PhiClaimAction _phiAction;
    private readonly PhiClaimScanner? _phiScanner;
    private readonly TimeProvider _time;
    private readonly ObjectPool<TokenWorkspace> _workspaces = new DefaultObjectPool<TokenWorkspace>(
        new DefaultPooledObjectPolicy<TokenWorkspace>());

    /// <summary>
    /// The encoded headers by <c>kid</c>, each with the point after it. There are as many as keys; a signer that never repeats one does
    /// not fill the memory.
    /// </summary>
    private readonly ConcurrentDictionary<string, byte[]> _headers = new(StringComparer.Ordinal);

    /// <param name="signer">Signs.</param>
    /// <param name="limit">
    /// Limits the calls of a signer of the application; null for the own signer, which waits only for the store.
    /// </param>
    /// <param name="options">The options of the issuer.</param>
    /// <param name="phiClaims">The PHI policy of the trust.</param>
    /// <param name="time">The clock.</param>
    public AccessTokenSigner(
        ISigner signer, StoreCalls? limit, TokenIssuerOptions options, PhiClaimOptions phiClaims, TimeProvider time)
    {
        _signer = signer;
        _limit = limit;
        _start = AccessTokenClaims.StartOf(options.Issuer);
        _phiAction = phiClaims.Action;
        _phiScanner = phiClaims.Action == PhiClaimAction.Ignore ? null : new PhiClaimScanner(phiClaims);
        _time = time;
    }

    /// <summary>Whether a signer of the application signs.</summary>
    public bool IsExternal => _limit is not null;

    /// <summary>Whether the signer of the application failed at the call that ended last.</summary>
    public bool IsFailing => _limit?.IsFailing == true;

#pragma warning disable CA1031 // A signer of the application may throw any exception. No token is then issued.
    /// <summary>Signs an access token.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async ValueTask<SignedToken> SignAsync(AccessTokenContent content, CancellationToken cancellationToken)
    {
        var workspace = _workspaces.Get();
        var id = workspace.CreateId();
        AccessTokenClaims.Write(workspace, _start, content, id, _time.GetUtcNow());
        var phiEntries = _phiScanner?.Scan(workspace.Claims.Written.Span) is { Count: > 0 } found ? string.Join(' ', found) : null;
        if (phiEntries is not null && _phiAction == PhiClaimAction.Refuse)
        {
            _workspaces.Return(workspace);
            return new SignedToken(null, id, default, new JwtError(JwtErrorCode.PhiClaimNotAllowed, phiEntries));
        }

        try
        {
            var token = await SignAsync(workspace, cancellationToken).ConfigureAwait(false);

            // After a timeout a signer may still read the claims, so the workspace is then not used again.
            _workspaces.Return(workspace);
            return new SignedToken(token, id, content.Lifetime, JwtError.None, phiEntries);
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new SignedToken(null, id, default, new JwtError(JwtErrorCode.KeysUnavailable));
        }
    }
#pragma warning restore CA1031

    private ValueTask<string> SignAsync(TokenWorkspace workspace, CancellationToken cancellationToken) => _limit is null
        ? SignNowAsync(workspace, cancellationToken)
        : _limit.RunAsync(limit => SignNowAsync(workspace, limit), cancellationToken);

    private async ValueTask<string> SignNowAsync(TokenWorkspace workspace, CancellationToken cancellationToken)
    {
        var key = await _signer.GetKeyAsync(cancellationToken).ConfigureAwait(false);
        var header = HeaderOf(key);
        var claims = workspace.Claims.Written;
        var input = workspace.GetSigningInput(header.Length + Base64Url.GetEncodedLength(claims.Length));
        header.CopyTo(input);
        Base64Url.EncodeToUtf8(claims.Span, input.Span[header.Length..]);
        var signature = await _signer.SignAsync(key, input, cancellationToken).ConfigureAwait(false);
        return ToText(input.Span, signature.Span);
    }

    private static string ToText(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) => string.Create(
        signingInput.Length + 1 + Base64Url.GetEncodedLength(signature.Length),
        new TokenParts(signingInput, signature),
        static (text, parts) =>
        {
            Encoding.ASCII.GetChars(parts.SigningInput, text);
            text[parts.SigningInput.Length] = '.';
            Base64Url.EncodeToChars(parts.Signature, text[(parts.SigningInput.Length + 1)..]);
        });

    private byte[] HeaderOf(SignerKey key)
    {
        if (_headers.TryGetValue(key.KeyId, out var header))
        {
            return header;
        }

        // The kid may contain characters that JSON must escape.
        var kid = JsonEncodedText.Encode(key.KeyId, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        var json = Encoding.UTF8.GetBytes($$"""{"typ":"at+jwt","alg":"{{key.Algorithm}}","kid":"{{kid}}"}""");
        header = [.. Base64Url.EncodeToUtf8(json), (byte)'.'];
        if (_headers.Count < MaxHeaders)
        {
            _headers.TryAdd(key.KeyId, header);
        }

        return header;
    }

    private readonly ref struct TokenParts(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        public ReadOnlySpan<byte> SigningInput { get; } = signingInput;

        public ReadOnlySpan<byte> Signature { get; } = signature;
    }
}
