namespace HipaaJwt.Fuzz.Targets;

/// <summary>The list of targets. To add one, add a class and a line here.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Lazy<FuzzTarget>> ByName = new(StringComparer.Ordinal)
    {
        ["base64url"] = new(() => new Base64UrlTarget()),
        ["compact-jws"] = new(() => new CompactJwsTarget()),
        ["json"] = new(() => new JsonTarget()),
        ["header"] = new(() => new HeaderTarget()),
        ["claims"] = new(() => new ClaimsTarget()),
        ["jwe"] = new(() => new JweTarget()),
        ["validator"] = new(() => new ValidatorTarget()),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static FuzzTarget Get(string name) => ByName[name].Value;
}
