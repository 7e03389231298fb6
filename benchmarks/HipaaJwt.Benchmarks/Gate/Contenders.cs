using System.Security.Claims;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The same token again and again.</summary>
internal sealed class SameToken(string token, Func<string, bool> accepts, bool expected = true) : Contender
{
    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i++)
        {
            right += accepts(token) == expected ? 1 : 0;
        }

        return right;
    }
}

/// <summary>
/// Ever-new tokens. Before each run its tokens are read once, for on a server a token has just come through the processor's
/// caches as well. When all have been seen, the validator forgets them, so that none is ever seen twice.
/// </summary>
internal sealed class NewTokens(TokenPool pool, Func<string, bool> accepts, Action? forget = null) : Contender
{
    private int _next;

    public override void Prepare(int iterations)
    {
        if (_next + iterations > pool.Count)
        {
            _next = 0;
            forget?.Invoke();
        }

        for (var i = 0; i < iterations; i++)
        {
            if (pool[_next + i].Text.Contains('='))
            {
                throw new InvalidOperationException("A token has no padding.");
            }
        }
    }

    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i++)
        {
            right += accepts(pool[_next + i].Text) ? 1 : 0;
        }

        _next += iterations;
        return right;
    }
}

/// <summary>Raw cryptography over the same tokens, decoded beforehand.</summary>
internal sealed class RawTokens(TokenPool pool, SigningKey key) : Contender
{
    private int _next;

    public override void Prepare(int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            if (pool[_next + i].SigningInput.Contains((byte)'='))
            {
                throw new InvalidOperationException("A token has no padding.");
            }
        }
    }

    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i++)
        {
            var token = pool[_next + i];
            right += key.Verify(token.SigningInput, token.Signature) ? 1 : 0;
        }

        _next = (_next + iterations) % pool.Count;
        return right;
    }
}

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

/// <summary>A permission that is held and one that is not, in turn.</summary>
internal sealed class PermissionCheck(PermissionSet permissions, Permission held, Permission missing) : Contender
{
    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i += 2)
        {
            right += permissions.Contains(held) ? 1 : 0;
            right += permissions.Contains(missing) ? 0 : 1;
        }

        return right - (iterations & 1);
    }
}

/// <summary>A role that is held and one that is not, in turn, among the claims that Microsoft's handler returns.</summary>
internal sealed class RoleCheck(ClaimsIdentity identity, string held, string missing) : Contender
{
    public override int Run(int iterations)
    {
        var right = 0;
        for (var i = 0; i < iterations; i += 2)
        {
            right += identity.HasClaim(ClaimNames.Roles, held) ? 1 : 0;
            right += identity.HasClaim(ClaimNames.Roles, missing) ? 0 : 1;
        }

        return right - (iterations & 1);
    }
}
