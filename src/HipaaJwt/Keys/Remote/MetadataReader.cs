using HipaaJwt.Text;

namespace HipaaJwt.Keys.Remote;

/// <summary>Reads the metadata of an issuer (OpenID Connect Discovery 1.0, section 4; RFC 8414, section 3).</summary>
internal static class MetadataReader
{
    /// <summary>Reads the address of the JWK Set.</summary>
    /// <param name="json">The metadata.</param>
    /// <param name="settings">The issuer that the metadata must name, and the address of the metadata.</param>
    /// <param name="keyAddress">The address if the outcome is <see cref="JwksFetchOutcome.Fetched"/>.</param>
    public static JwksFetchResult Read(ReadOnlySpan<byte> json, RemoteKeySettings settings, out Uri? keyAddress)
    {
        keyAddress = null;
        using var members = JsonMemberBuffer.Rent();
        if (StrictJson.ReadObject(json, members, out var metadata) != JsonFault.None)
        {
            return FetchFailure.OfMalformedMetadata(settings.Address);
        }

        if (!IsOf(metadata, settings.Issuer.Issuer))
        {
            var isKeySet = metadata.TryFind("keys"u8, out var keys) && keys.Kind == JsonKind.Array;
            return FetchFailure.OfOtherIssuer(settings.Issuer.Issuer, Text(metadata, "issuer"u8), isKeySet);
        }

        var address = Text(metadata, "jwks_uri"u8);
        if (!Uri.TryCreate(address, UriKind.Absolute, out keyAddress))
        {
            return Refused("is missing or not an absolute address");
        }

        return KeyAddress.IsAllowedTarget(settings.Address, keyAddress, settings.AllowPlainHttp)
            ? new JwksFetchResult(JwksFetchOutcome.Fetched)
            : Refused("is not https");
    }

    /// <summary>
    /// Whether the metadata names the issuer. AD FS names the issuer of its access tokens in addition to that of its ID tokens
    /// (MS-OIDCE, section 2.2.3.2).
    /// </summary>
    private static bool IsOf(in JsonObject metadata, string issuer) =>
        Text(metadata, "issuer"u8) == issuer || Text(metadata, "access_token_issuer"u8) == issuer;

    private static JwksFetchResult Refused(string problem) =>
        new(JwksFetchOutcome.KeyAddressRefused) { Detail = $"jwks_uri {problem}" };

    private static string? Text(in JsonObject metadata, ReadOnlySpan<byte> name) =>
        metadata.TryFind(name, out var value) && value.Kind == JsonKind.String ? JsonText.GetString(metadata.Json, value) : null;
}
