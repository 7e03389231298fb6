using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Raw cryptography over one forged token.</summary>
internal sealed class RawForgery(SignedToken token, SigningKey key) : Contender
{
    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i++)
        {
            right += key.Verify(token.SigningInput, token.Signature) ? 0 : 1;
        }

        return right;
    }
}
