using HipaaJwt.Text;

namespace HipaaJwt.Keys.Remote;

/// <summary>Reads the metadata of an issuer (OpenID Connect Discovery 1.0, section 4; RFC 8414, section 3).</summary>
internal static class MetadataReader
{
    /// <summary>The address of the keys, where the metadata are the issuer's own and name one that may be asked.</summary>
    public static JwksFetchOutcome Read(ReadOnlySpan<byte> json, RemoteKeySettings settings, out Uri? keyAddress)
    {
        keyAddress = null;
        using var index = JsonMemberBuffer.Rent();
        if (StrictJson.ReadObject(json, index, out var metadata) != JsonFault.None)
        {
            return JwksFetchOutcome.Malformed;
        }

        if (Text(metadata, "issuer"u8) != settings.Issuer.Issuer)
        {
            return JwksFetchOutcome.IssuerMismatch;
        }

        return Uri.TryCreate(Text(metadata, "jwks_uri"u8), UriKind.Absolute, out keyAddress) && KeyAddress.MayLeadTo(settings.Address, keyAddress)
            ? JwksFetchOutcome.Fetched
            : JwksFetchOutcome.KeyAddressRefused;
    }

    private static string? Text(in JsonObject metadata, ReadOnlySpan<byte> name) =>
        metadata.TryFind(name, out var value) && value.Kind == JsonKind.String ? JsonText.GetString(metadata.Json, value) : null;
}
