using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Publishes the metadata of the issuer (RFC 8414, section 3). They do not change while the process runs.</summary>
internal sealed class MetadataEndpoint
{
    private static readonly string[] Methods = ["client_secret_basic", "private_key_jwt", "none"];
    private static readonly string[] ConfidentialMethods = ["client_secret_basic", "private_key_jwt"];
    private static readonly string[] AssertionAlgorithms =
    [
        "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512",
    ];

    private readonly EndpointAddresses _addresses;
    private readonly string[] _proofAlgorithms;

    /// <param name="addresses">The addresses.</param>
    /// <param name="proofAlgorithms">The algorithms of DPoP proofs.</param>
    public MetadataEndpoint(EndpointAddresses addresses, IEnumerable<JwsAlgorithm> proofAlgorithms)
    {
        _addresses = addresses;
        _proofAlgorithms = [.. proofAlgorithms.Select(algorithm => algorithm.ToString()).Distinct()];
    }

    public Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = EndpointResponse.CachedFor5Minutes;
        return EndpointResponse.WriteJsonAsync(http.Response, Write);
    }

    /// <summary>There is no authorization endpoint, so no response type is supported.</summary>
    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("issuer", _addresses.Issuer);
        writer.WriteString("token_endpoint", _addresses.AddressOf("token"));
        writer.WriteString("jwks_uri", _addresses.AddressOf("jwks"));
        writer.WriteString("revocation_endpoint", _addresses.AddressOf("revoke"));
        writer.WriteString("introspection_endpoint", _addresses.AddressOf("introspect"));
        WriteArray(writer, "response_types_supported", []);
        WriteArray(writer, "grant_types_supported", ["refresh_token"]);
        WriteMethods(writer, "token_endpoint", Methods);
        WriteMethods(writer, "revocation_endpoint", Methods);
        WriteMethods(writer, "introspection_endpoint", ConfidentialMethods);
        WriteArray(writer, "dpop_signing_alg_values_supported", _proofAlgorithms);
        writer.WriteBoolean("tls_client_certificate_bound_access_tokens", true);
    }

    private static void WriteMethods(Utf8JsonWriter writer, string endpoint, string[] methods)
    {
        WriteArray(writer, endpoint + "_auth_methods_supported", methods);
        WriteArray(writer, endpoint + "_auth_signing_alg_values_supported", AssertionAlgorithms);
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, string[] values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
