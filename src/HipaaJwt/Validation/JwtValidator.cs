using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using HipaaJwt.Auditing;
using HipaaJwt.Checks;
using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using HipaaJwt.PhiClaims;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>Has tokens judged, checks how accepted ones are used, and records each verdict.</summary>
internal sealed class JwtValidator : IJwtValidator
{
    private readonly EventIds _eventIds = new();
    private readonly TokenJudge _judge;
    private readonly RequestChecks _requestChecks;
    private readonly IAuditTrail _trail;
    private readonly ValidationTelemetry _telemetry;
    private readonly TimeProvider _time;

    public JwtValidator(TokenJudge judge, RequestChecks requestChecks, IAuditTrail trail, ValidationTelemetry telemetry, TimeProvider time)
    {
        _judge = judge;
        _requestChecks = requestChecks;
        _trail = trail;
        _telemetry = telemetry;
        _time = time;
    }

    public ValueTask<JwtValidationResult> ValidateAsync(string token, CancellationToken cancellationToken = default) =>
        ValidateAsync(token, default, cancellationToken);

    public ValueTask<JwtValidationResult> ValidateAsync(string token, JwtRequestContext context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var verdict = _judge.Judge(token, token);
        return verdict.AwaitedKeys is { } keys
            ? JudgeAgainAsync(keys, token.AsMemory(), token, context, cancellationToken)
            : ContinueAsync(verdict, token.AsMemory(), context, cancellationToken);
    }

    public ValueTask<JwtValidationResult> ValidateAsync(ReadOnlyMemory<char> token, JwtRequestContext context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var verdict = _judge.Judge(token.Span, null);
        return verdict.AwaitedKeys is { } keys
            ? JudgeAgainAsync(keys, token, null, context, cancellationToken)
            : ContinueAsync(verdict, token, context, cancellationToken);
    }

    public ValueTask<JwtValidationResult> ValidateAsync(ReadOnlyMemory<byte> utf8Token, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var verdict = Judge(utf8Token.Span, out var copy);
        return verdict.AwaitedKeys is { } keys
            ? JudgeAgainAsync(keys, copy.AsMemory(), copy, default, cancellationToken)
            : ContinueAsync(verdict, default, default, cancellationToken);
    }

    /// <summary>
    /// The bytes are copied, as characters, before anything is judged: the caller's memory could change between the
    /// signature and the claims. The copy is kept only for a token that has to wait.
    /// </summary>
    private Verdict Judge(ReadOnlySpan<byte> utf8Token, out string? kept)
    {
        kept = null;
        if (_judge.IsTooLarge(utf8Token.Length))
        {
            return Verdict.Refused(new JwtError(JwtErrorCode.TokenTooLarge));
        }

        using var copy = PooledBuffer.Rent(utf8Token.Length * sizeof(char));
        var token = MemoryMarshal.Cast<byte, char>(copy.Span);
        Encoding.Latin1.GetChars(utf8Token, token);
        var verdict = _judge.Judge(token, null);
        kept = verdict.AwaitedKeys is null ? null : token.ToString();
        return verdict;
    }

    /// <summary>
    /// Judges a token again whose key is not known, once the issuer has been asked. Where it could not be asked, nobody can say
    /// that there is no such key.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<JwtValidationResult> JudgeAgainAsync(
        RemoteKeys keys, ReadOnlyMemory<char> token, string? text, JwtRequestContext context, CancellationToken cancellationToken)
    {
        var isKnown = await keys.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var verdict = _judge.Judge(token.Span, text);
        verdict = isKnown || verdict.AwaitedKeys is null ? verdict : Verdict.Refused(new JwtError(JwtErrorCode.KeysUnavailable));
        return await ContinueAsync(verdict, token, context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A proof is looked at even where the token asks for none: sent with a proof, it must be bound to its key.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<JwtValidationResult> ContinueAsync(
        in Verdict verdict, ReadOnlyMemory<char> text, in JwtRequestContext context, CancellationToken cancellationToken) =>
        verdict.Token is { } token && (token.NeedsRequestChecks || context.DPoPProof is not null)
            ? CheckUseAsync(token, text, context, cancellationToken)
            : ConcludeAsync(verdict, context, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<JwtValidationResult> CheckUseAsync(
        ValidatedJwt token, ReadOnlyMemory<char> text, JwtRequestContext context, CancellationToken cancellationToken)
    {
        var now = new ClaimCheckContext(token.Policy, _time.GetUtcNow(), token.WasEncrypted);
        var use = new TokenUse(token.Claims, now, context, text);
        var error = await _requestChecks.RunAsync(use, cancellationToken).ConfigureAwait(false);
        var verdict = error.IsNone ? Verdict.Accepted(token) : Verdict.Refused(error, token.Policy, token.Claims);
        return await ConcludeAsync(verdict, context, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<JwtValidationResult> ConcludeAsync(in Verdict verdict, in JwtRequestContext context, CancellationToken cancellationToken) =>
        verdict.Token is { PhiWarning: { } warning } && _trail.IsEnabled && warning.TryTake()
            ? WarnAsync(warning, verdict, context, cancellationToken)
            : RecordAsync(verdict, context, cancellationToken);

    /// <summary>A warning that could not be recorded is left for the next use of the token, and this one is refused.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<JwtValidationResult> WarnAsync(PhiWarning warning, Verdict verdict, JwtRequestContext context, CancellationToken cancellationToken)
    {
        var told = false;
        try
        {
            var warningEvent = EventOf(verdict, context) with
            {
                Type = AuditEventType.PhiClaimWarning,
                ReasonCode = JwtErrorCode.PhiClaimNotAllowed,
                ReasonMember = warning.Entries,
            };
            told = await _trail.RecordAsync(warningEvent, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!told)
            {
                warning.GiveBack();
            }
        }

        if (told)
        {
            return await RecordAsync(verdict, context, cancellationToken).ConfigureAwait(false);
        }

        _telemetry.Validated(JwtErrorCode.AuditUnavailable);
        return Recorded(verdict.ToResult(), recorded: false);
    }

    private ValueTask<JwtValidationResult> RecordAsync(in Verdict verdict, in JwtRequestContext context, CancellationToken cancellationToken)
    {
        var result = verdict.ToResult();
        _telemetry.Validated(verdict.Error.Code);
        if (!_trail.IsEnabled || (result.IsValid && context.AccessDecisionFollows))
        {
            return new ValueTask<JwtValidationResult>(result);
        }

        var recording = _trail.RecordAsync(EventOf(verdict, context), cancellationToken);
        return recording.IsCompletedSuccessfully
            ? new ValueTask<JwtValidationResult>(Recorded(result, recording.Result))
            : AwaitAsync(result, recording);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async ValueTask<JwtValidationResult> AwaitAsync(JwtValidationResult result, ValueTask<bool> recording) =>
        Recorded(result, await recording.ConfigureAwait(false));

    private static JwtValidationResult Recorded(JwtValidationResult result, bool recorded) =>
        recorded ? result : JwtValidationResult.Refused(new JwtError(JwtErrorCode.AuditUnavailable));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private AuditEvent EventOf(in Verdict verdict, in JwtRequestContext context)
    {
        var now = _time.GetUtcNow();
        return new AuditEvent
        {
            Id = _eventIds.Next(now),
            Time = now,
            Type = verdict.Token is null ? AuditEventType.TokenRefused : AuditEventType.TokenAccepted,
            ReasonCode = verdict.Error.Code,
            ReasonMember = verdict.Error.Member,
            Issuer = verdict.Issuer?.Issuer,
            Subject = verdict.Claims?.Subject,
            ClientId = verdict.Claims?.ClientId,
            TokenId = verdict.Claims?.Id,
            Resource = context.Resource,
            RemoteAddress = context.RemoteAddress,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };
    }
}
