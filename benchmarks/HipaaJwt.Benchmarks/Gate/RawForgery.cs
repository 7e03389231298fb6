using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Raw cryptography for one forged token.</summary>
internal sealed class RawForgery(SignedToken token, SigningKey key) : Contender
{
    public override int Run(int iterations)
    {
        var correct = 0;
        for (var i = 0; i < iterations; i++)
        {
            correct += key.Verify(token.SigningInput, token.Signature) ? 0 : 1;
        }

        return correct;
    }
}
