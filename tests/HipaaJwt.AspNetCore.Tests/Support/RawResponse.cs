using System.Globalization;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A response as received from the socket.</summary>
public sealed record RawResponse(int Status, IReadOnlyList<string> Headers, string Body)
{
    public static RawResponse Parse(string text)
    {
        var parts = text.Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        return new RawResponse(status, lines[1..], parts[1]);
    }

    /// <summary>The only challenge, or null without one.</summary>
    public string? Challenge => Headers
        .Where(header => header.StartsWith("WWW-Authenticate: ", StringComparison.OrdinalIgnoreCase))
        .Select(header => header["WWW-Authenticate: ".Length..])
        .SingleOrDefault();

    /// <summary>Returns the value of a header, or null without one.</summary>
    public string? Header(string name) => Headers
        .Where(header => header.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        .Select(header => header[(name.Length + 2)..])
        .FirstOrDefault();

    /// <summary>Everything except the date, for comparing responses.</summary>
    public string Text => string.Join(
        '\n',
        [
            Status.ToString(CultureInfo.InvariantCulture),
            .. Headers.Where(header => !header.StartsWith("Date:", StringComparison.Ordinal)),
            Body,
        ]);
}
