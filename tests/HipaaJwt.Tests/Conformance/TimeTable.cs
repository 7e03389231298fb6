namespace HipaaJwt.Tests.Conformance;

/// <summary>Dates around the boundaries. The current time is <see cref="TokenFixture.Now"/>.</summary>
internal static class TimeTable
{
    public static IEnumerable<TokenCase> Boundaries(int skew)
    {
        yield return At("exp a second before now, minus the skew", JwtErrorCode.TokenExpired, -600, -skew - 1);
        yield return At("exp now, minus the skew", JwtErrorCode.TokenExpired, -600, -skew);
        yield return At("exp a second after now, minus the skew", JwtErrorCode.None, -600, -skew + 1);
        yield return At("exp an hour ago", JwtErrorCode.TokenExpired, -7_000, -3_600);
        yield return At("exp at the epoch", JwtErrorCode.TokenExpired, 0, -TokenFixture.Now);
        yield return At("nbf a second before now, plus the skew", JwtErrorCode.None, 0, 600, skew - 1);
        yield return At("nbf now, plus the skew", JwtErrorCode.None, 0, 600, skew);
        yield return At("nbf a second after now, plus the skew", JwtErrorCode.TokenNotYetValid, 0, 600, skew + 1);
        yield return At("nbf long ago", JwtErrorCode.None, 0, 600, -100_000_000);
        yield return At("nbf before iat", JwtErrorCode.None, 0, 600, -60);
        yield return At("nbf after exp", JwtErrorCode.TokenLifetimeInvalid, 0, 600, 601);
        yield return At("iat a second before now, plus the skew", JwtErrorCode.None, skew - 1, 600);
        yield return At("iat now, plus the skew", JwtErrorCode.None, skew, 600);
        yield return At("iat a second after now, plus the skew", JwtErrorCode.TokenIssuedInFuture, skew + 1, 600);
        yield return At("iat an hour ahead", JwtErrorCode.TokenIssuedInFuture, 3_600, 3_700);
        yield return At("iat after exp", JwtErrorCode.TokenLifetimeInvalid, 20, 10);
    }

    public static IEnumerable<TokenCase> Lifetimes()
    {
        yield return At("an hour", JwtErrorCode.None, -60, 3_540);
        yield return At("a second more than an hour", JwtErrorCode.TokenLifetimeTooLong, -60, 3_541);
        yield return At("ten years", JwtErrorCode.TokenLifetimeTooLong, 0, 315_360_000);
        yield return At("until the year 9999", JwtErrorCode.TokenLifetimeTooLong, 0, 253_402_300_799 - TokenFixture.Now);
        yield return At("iat long ago", JwtErrorCode.TokenLifetimeTooLong, -TokenFixture.Now, 60);
        yield return With(
            "an hour between dates with fractions", JwtErrorCode.None, $"{TokenFixture.Now - 60}.123", $"{TokenFixture.Now + 3_540}.123");
        yield return With(
            "an hour and a second between dates with fractions",
            JwtErrorCode.TokenLifetimeTooLong,
            $"{TokenFixture.Now - 60}.123",
            $"{TokenFixture.Now + 3_541}.123");
        yield return With(
            "half a second less than an hour", JwtErrorCode.None, $"{TokenFixture.Now - 60}.5", $"{TokenFixture.Now + 3_540}");
    }

    public static IEnumerable<TokenCase> Fractions()
    {
        yield return With(
            "exp in a fraction of a second is now", JwtErrorCode.TokenExpired, $"{TokenFixture.Now - 60}", $"{TokenFixture.Now}.999");
        yield return With("exp in a second and a fraction", JwtErrorCode.None, $"{TokenFixture.Now - 60}", $"{TokenFixture.Now + 1}.001");
        yield return With(
            "nbf in a fraction of a second is not yet",
            JwtErrorCode.TokenNotYetValid,
            $"{TokenFixture.Now}",
            $"{TokenFixture.Now + 60}",
            $"{TokenFixture.Now}.000000000000000000001");
        yield return With(
            "nbf a fraction of a second ago",
            JwtErrorCode.None,
            $"{TokenFixture.Now}",
            $"{TokenFixture.Now + 60}",
            $"{TokenFixture.Now - 1}.5");
        yield return With(
            "nbf with a fraction of zero", JwtErrorCode.None, $"{TokenFixture.Now}", $"{TokenFixture.Now + 60}", $"{TokenFixture.Now}.000");
        yield return With(
            "iat in a fraction of a second is ahead",
            JwtErrorCode.TokenIssuedInFuture,
            $"{TokenFixture.Now}.5",
            $"{TokenFixture.Now + 60}");
    }

    /// <summary>One date, ten minutes from now, in every JSON notation.</summary>
    public static IEnumerable<TokenCase> Spellings()
    {
        var seconds = $"{TokenFixture.Now + 600}";
        foreach (var exp in new[]
        {
            seconds, seconds + ".0", seconds + ".5", seconds + "e0", seconds + "E-0", seconds + "000e-3", seconds[..8] + "e2",
            $"{seconds[0]}.{seconds[1..]}e9", $"{seconds[0]}.{seconds[1..]}E+09", $"0.{seconds}e10", $"0.000{seconds}e13",
            seconds + "." + new string('0', 1_000), seconds + "." + new string('9', 1_000), seconds + new string('0', 50) + "e-50",
        })
        {
            yield return With(
                $"exp as {exp[..Math.Min(24, exp.Length)]} of {exp.Length} characters", JwtErrorCode.None, $"{TokenFixture.Now}", exp);
        }

        foreach (var past in new[] { "0", "0e0", "0e999999", "0.0", "0e-5", "1e-5", "1e-99999", "1e1", "1", "0.1e1" })
        {
            yield return With($"exp {past}", JwtErrorCode.TokenExpired, "0", past);
        }
    }

    private static TokenCase At(string name, JwtErrorCode expected, long iat, long exp, long? nbf = null) =>
        With(name, expected, $"{TokenFixture.Now + iat}", $"{TokenFixture.Now + exp}", nbf is null ? null : $"{TokenFixture.Now + nbf}");

    private static TokenCase With(string name, JwtErrorCode expected, string iat, string exp, string? nbf = null) => new(
        name,
        expected,
        fixture => fixture.WithClaims(claims => nbf is null
            ? claims.With("iat", iat).With("exp", exp)
            : claims.With("iat", iat).With("exp", exp).With("nbf", nbf)));
}
