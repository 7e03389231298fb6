namespace HipaaJwt.Tests.Conformance;

/// <summary>A token and its expected error code; <see cref="JwtErrorCode.None"/> for an accepted token.</summary>
public sealed record TokenCase(string Name, JwtErrorCode Expected, Func<TokenFixture, byte[]> Build)
{
    public TokenCase(string name, JwtErrorCode expected, Func<TokenFixture, string> build)
        : this(name, expected, fixture => System.Text.Encoding.UTF8.GetBytes(build(fixture)))
    {
    }
}
