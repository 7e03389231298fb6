namespace HipaaJwt.Keys.Remote;

/// <summary>Which addresses keys may come from: https, or this machine, where nobody else can answer.</summary>
internal static class KeyAddress
{
    public static bool IsAllowed(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    /// <summary>
    /// Where a document may lead. Only one from this machine leads to plain http: a distant one must not choose which port
    /// of this machine is asked.
    /// </summary>
    public static bool MayLeadTo(Uri from, Uri target) =>
        target.Scheme == Uri.UriSchemeHttps || (from.IsLoopback && IsAllowed(target));
}
