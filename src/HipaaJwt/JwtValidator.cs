using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using HipaaJwt.Diagnostics;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>Judges tokens by the plan of the moment and records each verdict.</summary>
internal sealed class JwtValidator : IJwtValidator
{
    private readonly PlanSource _plans;
    private readonly IAuditTrail _trail;
    private readonly ValidationTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly RememberedTokens _remembered;

    public JwtValidator(PlanSource plans, IAuditTrail trail, RememberedTokens remembered, ValidationTelemetry telemetry, TimeProvider time)
    {
        _plans = plans;
        _trail = trail;
        _remembered = remembered;
        _telemetry = telemetry;
        _time = time;
    }

    public ValueTask<JwtValidationResult> ValidateAsync(string token, CancellationToken cancellationToken = default) =>
        ValidateAsync(token, default, cancellationToken);

    public ValueTask<JwtValidationResult> ValidateAsync(string token, JwtRequestContext context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ConcludeAsync(Judge(token, token), context, cancellationToken);
    }

    public ValueTask<JwtValidationResult> ValidateAsync(ReadOnlyMemory<char> token, JwtRequestContext context, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ConcludeAsync(Judge(token.Span, null), context, cancellationToken);
    }

    public ValueTask<JwtValidationResult> ValidateAsync(ReadOnlyMemory<byte> utf8Token, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ConcludeAsync(Judge(utf8Token.Span), default, cancellationToken);
    }

    /// <summary>
    /// The bytes are copied, as characters, before anything is judged: the caller's memory could change between the
    /// signature and the claims.
    /// </summary>
    private Verdict Judge(ReadOnlySpan<byte> utf8Token)
    {
        if (utf8Token.Length > _plans.Current.MaxTokenBytes)
        {
            return Verdict.Refused(new JwtError(JwtErrorCode.TokenTooLarge));
        }

        using var copy = PooledBuffer.Rent(utf8Token.Length * sizeof(char));
        var token = MemoryMarshal.Cast<byte, char>(copy.Span);
        Encoding.Latin1.GetChars(utf8Token, token);
        return Judge(token, null);
    }

    private Verdict Judge(ReadOnlySpan<char> token, string? text)
    {
        var plan = _plans.Current;
        if (token.Length > plan.MaxTokenBytes)
        {
            return Verdict.Refused(new JwtError(JwtErrorCode.TokenTooLarge));
        }

        var now = _time.GetUtcNow();
        if (_remembered.TryFind(token, plan, now, out var verdict))
        {
            return verdict;
        }

        var error = CompactJws.Parse(token, out var jws);
        if (error != JwtErrorCode.None)
        {
            return Verdict.Refused(new JwtError(error));
        }

        using var utf8 = PooledBuffer.Rent(token.Length);
        Ascii.FromUtf16(token, utf8.Span, out _);
        verdict = TokenPipeline.Run(utf8.Span, jws.Over(utf8.Span), plan, now);
        _remembered.Add(text, token, verdict, plan, now);
        return verdict;
    }

    private ValueTask<JwtValidationResult> ConcludeAsync(in Verdict verdict, in JwtRequestContext context, CancellationToken cancellationToken)
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

    private static async ValueTask<JwtValidationResult> AwaitAsync(JwtValidationResult result, ValueTask<bool> recording) =>
        Recorded(result, await recording.ConfigureAwait(false));

    private static JwtValidationResult Recorded(JwtValidationResult result, bool recorded) =>
        recorded ? result : JwtValidationResult.Refused(new JwtError(JwtErrorCode.AuditUnavailable));

    private AuditEvent EventOf(in Verdict verdict, in JwtRequestContext context)
    {
        var now = _time.GetUtcNow();
        return new AuditEvent
        {
            Id = Guid.CreateVersion7(now),
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
