namespace HipaaJwt.Fuzz.Targets;

/// <summary>Claims with the valid header, headers with valid claims, and signed tokens.</summary>
internal static class ValidatorSeeds
{
    public static IEnumerable<byte[]> Inputs => [.. Claims, .. Headers, .. Claims.Take(4).Concat(Headers.Take(4)).Select(Token), .. Broken];

    private static IEnumerable<byte[]> Claims => ClaimsSeeds.Claims.Select(claims => (byte[])[0, .. claims]);

    private static IEnumerable<byte[]> Headers => HeaderSeeds.Headers.SelectMany(header =>
        new[] { ClaimsSeeds.Claims.First(), ClaimsSeeds.OfSecondIssuer }.Select(claims => (byte[])[.. header, 0, .. claims]));

    private static IEnumerable<byte[]> Broken
    {
        get
        {
            var token = FuzzToken.Of(Claims.First()).Text;
            return Bytes.OfAll(
                "",
                "a.b.c",
                token + "=",
                token + ".AA",
                " " + token,
                token[..^1],
                token[..^4] + "AAAA",
                token.Replace('.', ','),
                token[..(token.LastIndexOf('.') + 1)],
                new string('A', TokenOracle.MaxTokenBytes + 1));
        }
    }

    private static byte[] Token(byte[] signed) => Bytes.Of(FuzzToken.Of(signed).Text);
}
