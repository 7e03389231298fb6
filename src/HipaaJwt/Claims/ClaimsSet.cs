using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The claims of a token whose signature is valid. The JSON is well-formed without duplicate members, and the registered claims have
/// their required types. The claims may still be rejected by the checks. Immutable and thread-safe.
/// </summary>
public sealed class ClaimsSet
{
    private readonly RegisteredClaims _registered;
    private readonly int _jsonLength;
    private byte[]? _json;
    private TokenPayload? _payload;
    private string? _issuer;
    private string? _subject;
    private string? _id;
    private string? _clientId;
    private IReadOnlyList<string>? _audiences;
    private JsonMember[]? _members;

    internal ClaimsSet(byte[] json, in RegisteredClaims registered)
    {
        _json = json;
        _jsonLength = json.Length;
        _registered = registered;
    }

    /// <summary>The issuer, <c>iss</c> (RFC 7519, section 4.1.1).</summary>
    /// <value><see langword="null"/> if the claim is missing.</value>
    public string? Issuer => _issuer ??= ReadString(_registered.Issuer);

    /// <summary>The subject: <c>sub</c> (RFC 7519, section 4.1.2), or the claim that the options of the issuer name.</summary>
    /// <value><see langword="null"/> if the claim is missing.</value>
    public string? Subject => _subject ??= ReadString(_registered.Subject);

    /// <summary>The audiences, <c>aud</c>, which is a string or an array of strings (RFC 7519, section 4.1.3).</summary>
    /// <value>Empty if the claim is missing.</value>
    public IReadOnlyList<string> Audiences => _audiences ??= ReadStrings(_registered.Audience);

    /// <summary>
    /// The unique identifier of the token: <c>jti</c> (RFC 7519, section 4.1.7), or the claim that the options of the issuer name.
    /// </summary>
    /// <value><see langword="null"/> if the claim is missing.</value>
    public string? Id => _id ??= ReadString(_registered.JwtId);

    /// <summary>
    /// The client that requested the token: <c>client_id</c> (RFC 9068, section 2.2), otherwise <c>azp</c>, or the claim that the options
    /// of the issuer name.
    /// </summary>
    /// <value><see langword="null"/> if the token names none.</value>
    public string? ClientId => _clientId ??= ReadString(_registered.ClientId) ?? ReadString(_registered.AuthorizedParty);

    /// <summary>The time at which the token expires, <c>exp</c>, rounded down to the second (RFC 7519, section 4.1.4).</summary>
    /// <value><see langword="null"/> if the claim is missing.</value>
    public DateTimeOffset? ExpiresAt => _registered.ExpirationTime?.Floor;

    /// <summary>The time before which the token is not valid, <c>nbf</c>, rounded up to the second (RFC 7519, section 4.1.5).</summary>
    /// <value><see langword="null"/> if the claim is missing.</value>
    public DateTimeOffset? NotBefore => _registered.NotBefore?.Ceiling;

    /// <summary>The time at which the token was issued, <c>iat</c>, rounded up to the second (RFC 7519, section 4.1.6).</summary>
    /// <value><see langword="null"/> if the claim is missing.</value>
    public DateTimeOffset? IssuedAt => _registered.IssuedAt?.Ceiling;

    /// <summary>The claims as signed: one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => RememberedJson;

    internal ref readonly RegisteredClaims Registered => ref _registered;

    internal ReadOnlySpan<byte> JsonSpan => RememberedJson;

    internal int JsonLength => _jsonLength;

    internal ReadOnlySpan<JsonMember> Members => _members ??= ReadMembers();

    /// <summary>Decoded again at its first use after <see cref="Keep"/>.</summary>
    private byte[] RememberedJson => Volatile.Read(ref _json) ?? Remember();

    /// <summary>Gets a claim that is a JSON string.</summary>
    /// <param name="name">The exact name of the claim.</param>
    /// <param name="value">The value without JSON escapes; <see langword="null"/> if the method returns false.</param>
    /// <returns>True if the claim is a string; false if it is missing or has another type.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public bool TryGetString(string name, [NotNullWhen(true)] out string? value)
    {
        value = TryFind(name, out var found) ? ReadString(found) : null;
        return value is not null;
    }

    /// <summary>Gets a claim that is a JSON number without fraction or exponent.</summary>
    /// <param name="name">The exact name of the claim.</param>
    /// <param name="value">The value; 0 if the method returns false.</param>
    /// <returns>True if the claim is such a number; false if it is missing, has another form or does not fit into 64 bits.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public bool TryGetInt64(string name, out long value)
    {
        value = 0;
        return TryFind(name, out var found) && TryReadInt64(JsonSpan, found, out value);
    }

    /// <summary>Gets a claim that is a JSON string or an array of strings.</summary>
    /// <param name="name">The exact name of the claim.</param>
    /// <returns>
    /// The strings, without the elements that are not strings. Empty if the claim is missing or has another type.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public IReadOnlyList<string> GetStrings(string name) => TryFind(name, out var found) ? ReadStrings(found) : [];

    /// <summary>Determines whether the token has the claim.</summary>
    /// <param name="name">The exact name of the claim.</param>
    /// <returns>True if the claim is present with a value other than null; otherwise false.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public bool Contains(string name) => TryFind(name, out var found) && found.Kind != JsonKind.Null;

    /// <summary>Gets a claim or a nested member that is a JSON string.</summary>
    /// <param name="path">The path.</param>
    /// <param name="value">The value without JSON escapes; <see langword="null"/> if the method returns false.</param>
    /// <returns>True if the member is a string; false if it is missing or has another type.</returns>
    public bool TryGetString(ClaimPath path, [NotNullWhen(true)] out string? value)
    {
        var json = path.Resolve(this, out var found);
        value = json.IsEmpty ? null : ReadString(json, found);
        return value is not null;
    }

    /// <summary>Gets a claim or a nested member that is a JSON number without fraction or exponent.</summary>
    /// <param name="path">The path.</param>
    /// <param name="value">The value; 0 if the method returns false.</param>
    /// <returns>True if the member is such a number; false if it is missing, has another form or does not fit into 64 bits.</returns>
    public bool TryGetInt64(ClaimPath path, out long value)
    {
        value = 0;
        var json = path.Resolve(this, out var found);
        return !json.IsEmpty && TryReadInt64(json, found, out value);
    }

    /// <summary>Gets a claim or a nested member that is a JSON string or an array of strings.</summary>
    /// <param name="path">The path.</param>
    /// <returns>
    /// The strings, without the elements that are not strings. Empty if the member is missing or has another type.
    /// </returns>
    public IReadOnlyList<string> GetStrings(ClaimPath path)
    {
        var json = path.Resolve(this, out var found);
        return json.IsEmpty ? [] : ReadStrings(json, found);
    }

    /// <summary>Determines whether the token has the claim or the nested member.</summary>
    /// <param name="path">The path.</param>
    /// <returns>True if it is present with a value other than null; otherwise false.</returns>
    public bool Contains(ClaimPath path) => !path.Resolve(this, out var found).IsEmpty && found.Kind != JsonKind.Null;

    /// <summary>
    /// Replaces the copy of the JSON by the token that contains it, because a cache keeps the token anyway. Must be called before another
    /// thread sees the claims.
    /// </summary>
    internal void Keep(TokenPayload payload)
    {
        _payload = payload;
        Volatile.Write(ref _json, null);
    }

    internal bool TryFind(string name, out JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var utf8 = PooledBuffer.Rent(Encoding.UTF8.GetMaxByteCount(name.Length));
        var length = Encoding.UTF8.GetBytes(name, utf8.Span);
        return JsonObject.TryFind(JsonSpan, Members, utf8.Span[..length], out value);
    }

    /// <summary>Opens the JSON for one reading. Unlike <see cref="JsonSpan"/>, it leaves the memory of a cached token as it is.</summary>
    internal ClaimsJson OpenJson() =>
        Volatile.Read(ref _json) is { } json ? ClaimsJson.Of(json) : ClaimsJson.Decode(_payload!, _jsonLength);

    /// <summary>Finds a claim without building the list of members, so nothing is allocated. For claims that are read once.</summary>
    internal bool TryFind(ReadOnlySpan<byte> utf8Name, out JsonValue value) => TryFind(JsonSpan, utf8Name, out value);

    /// <summary>Finds a claim in the opened JSON of a claims set.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> utf8Name, out JsonValue value)
    {
        var start = json.IndexOf((byte)'{');
        var members = new JsonArray(json, new JsonValue(start, json.Length - start, JsonKind.Object));
        while (members.MoveNext())
        {
            var name = members.Current;
            members.MoveNext();
            value = members.Current;
            if (JsonText.AreEqual(json, name, utf8Name))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string? ReadString(ReadOnlySpan<byte> json, JsonValue value) =>
        value.Kind == JsonKind.String ? JsonText.GetString(json, value) : null;

    private static bool TryReadInt64(ReadOnlySpan<byte> json, JsonValue value, out long number)
    {
        number = 0;
        return value.Kind == JsonKind.Number
            && long.TryParse(value.RawIn(json), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Returns a read-only list, because many requests may share it.</summary>
    private static ReadOnlyCollection<string> ReadStrings(ReadOnlySpan<byte> json, JsonValue value)
    {
        List<string> strings = [];
        if (value.Kind == JsonKind.Array)
        {
            foreach (var element in new JsonArray(json, value))
            {
                if (ReadString(json, element) is { } text)
                {
                    strings.Add(text);
                }
            }
        }
        else if (ReadString(json, value) is { } single)
        {
            strings.Add(single);
        }

        return strings.AsReadOnly();
    }

    private string? ReadString(JsonValue value)
    {
        using var json = OpenJson();
        return ReadString(json.Span, value);
    }

    private ReadOnlyCollection<string> ReadStrings(JsonValue value) => ReadStrings(JsonSpan, value);

    private byte[] Remember()
    {
        var json = new byte[_jsonLength];
        _payload!.Decode(json);
        Volatile.Write(ref _json, json);
        return json;
    }

    private JsonMember[] ReadMembers()
    {
        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(JsonSpan, index, out var members);
        return members.Members.ToArray();
    }
}
