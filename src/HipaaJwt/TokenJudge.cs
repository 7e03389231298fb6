using System.Runtime.CompilerServices;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>Judges a token by the plan of the moment: from its size to its claims. Nothing here waits.</summary>
internal sealed class TokenJudge
{
    private readonly PlanSource _plans;
    private readonly RememberedTokens _remembered;
    private readonly TimeProvider _time;

    public TokenJudge(PlanSource plans, RememberedTokens remembered, TimeProvider time)
    {
        _plans = plans;
        _remembered = remembered;
        _time = time;
    }

    /// <summary>Whether a text of so many characters is too long to be looked at.</summary>
    public bool IsTooLarge(int length) => length > _plans.Current.MaxTokenBytes;

    /// <param name="token">The token.</param>
    /// <param name="text">The token as a string, where it is one already.</param>
    public Verdict Judge(ReadOnlySpan<char> token, string? text)
    {
        var plan = _plans.Current;
        if (token.Length > plan.MaxTokenBytes)
        {
            return Verdict.Refused(new JwtError(JwtErrorCode.TokenTooLarge));
        }

        var now = _time.GetUtcNow();
        return _remembered.TryFind(token, plan, now, out var verdict) ? verdict : JudgeAnew(token, text, plan, now);
    }

    /// <summary>Not inlined, for its room on the stack would be cleared for each token that is remembered.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Verdict JudgeAnew(ReadOnlySpan<char> token, string? text, ValidationPlan plan, DateTimeOffset now)
    {
        Verdict verdict;
        var error = CompactJws.Parse(token, out var jws);
        if (error == JwtErrorCode.TokenNotCompact && plan.Decryptor is { } decryptor)
        {
            verdict = EncryptedPipeline.Run(token, decryptor, plan, now);
            _remembered.Add(text, token, verdict, plan, now);
            return verdict;
        }

        if (error != JwtErrorCode.None)
        {
            return Verdict.Refused(new JwtError(error));
        }

        using var buffer = PooledBuffer.Rent(token.Length + jws.SignatureLength);
        var utf8 = buffer.Span[..token.Length];
        Ascii.FromUtf16(token, utf8, out _);
        verdict = TokenPipeline.Run(utf8, jws.Over(utf8), buffer.Span[token.Length..], plan, now);
        _remembered.Add(text, token, verdict, plan, now);
        return verdict;
    }
}
