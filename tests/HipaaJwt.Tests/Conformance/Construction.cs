namespace HipaaJwt.Tests.Conformance;

/// <summary>One construction and the verdict it must get; <see cref="JwtErrorCode.None"/> stands for acceptance.</summary>
public sealed record Construction(string Name, JwtErrorCode Expected, Func<Workshop, byte[]> Build)
{
    public Construction(string name, JwtErrorCode expected, Func<Workshop, string> build)
        : this(name, expected, workshop => System.Text.Encoding.UTF8.GetBytes(build(workshop)))
    {
    }
}
