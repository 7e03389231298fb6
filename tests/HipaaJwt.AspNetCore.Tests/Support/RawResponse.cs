namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>An answer as it came over the wire.</summary>
public sealed record RawResponse(int Status, IReadOnlyList<string> Headers, string Body)
{
    public static RawResponse Parse(string text)
    {
        var parts = text.Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        return new RawResponse(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), lines[1..], parts[1]);
    }

    /// <summary>The only challenge, or null where there is none.</summary>
    public string? Challenge => Headers
        .Where(header => header.StartsWith("WWW-Authenticate: ", StringComparison.OrdinalIgnoreCase))
        .Select(header => header["WWW-Authenticate: ".Length..])
        .SingleOrDefault();

    /// <summary>Everything but the time, for comparing answers.</summary>
    public string Text => string.Join('\n', [Status.ToString(System.Globalization.CultureInfo.InvariantCulture), .. Headers.Where(header => !header.StartsWith("Date:", StringComparison.Ordinal)), Body]);
}
