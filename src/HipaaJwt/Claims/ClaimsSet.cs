using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Text;

namespace HipaaJwt;

/// <summary>
/// The JWT Claims Set of a token whose signature is good. Its JSON is strict and the registered claims have their right
/// types; whether they are acceptable is for the checks to say. Immutable and thread-safe.
/// </summary>
public sealed class ClaimsSet
{
    private readonly byte[] _json;
    private readonly RegisteredClaims _registered;
    private string? _issuer;
    private string? _subject;
    private string? _id;
    private string? _clientId;
    private IReadOnlyList<string>? _audiences;
    private JsonMember[]? _members;

    internal ClaimsSet(byte[] json, in RegisteredClaims registered)
    {
        _json = json;
        _registered = registered;
    }

    /// <summary>The issuer, <c>iss</c>.</summary>
    /// <value><see langword="null"/> where the claim is missing.</value>
    public string? Issuer => _issuer ??= StringOf(_registered.Issuer);

    /// <summary>The subject, <c>sub</c>.</summary>
    /// <value><see langword="null"/> where the claim is missing.</value>
    public string? Subject => _subject ??= StringOf(_registered.Subject);

    /// <summary>The audiences, <c>aud</c>, whether the token has one or several.</summary>
    public IReadOnlyList<string> Audiences => _audiences ??= StringsOf(_registered.Audience);

    /// <summary>The unique identifier of the token, <c>jti</c>.</summary>
    /// <value><see langword="null"/> where the claim is missing.</value>
    public string? Id => _id ??= StringOf(_registered.JwtId);

    /// <summary>The client that asked for the token: <c>client_id</c> or, where that is missing, <c>azp</c>.</summary>
    /// <value><see langword="null"/> where both are missing.</value>
    public string? ClientId => _clientId ??= StringOf(_registered.ClientId) ?? StringOf(_registered.AuthorizedParty);

    /// <summary>When the token expires, <c>exp</c>, rounded down to the second.</summary>
    /// <value><see langword="null"/> where the claim is missing.</value>
    public DateTimeOffset? ExpiresAt => _registered.ExpirationTime?.Floor;

    /// <summary>When the token begins to be valid, <c>nbf</c>, rounded up to the second.</summary>
    /// <value><see langword="null"/> where the claim is missing.</value>
    public DateTimeOffset? NotBefore => _registered.NotBefore?.Ceiling;

    /// <summary>When the token was issued, <c>iat</c>, rounded up to the second.</summary>
    /// <value><see langword="null"/> where the claim is missing.</value>
    public DateTimeOffset? IssuedAt => _registered.IssuedAt?.Ceiling;

    /// <summary>The claims as they were signed: one JSON object in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    internal ref readonly RegisteredClaims Registered => ref _registered;

    internal ReadOnlySpan<byte> JsonSpan => _json;

    internal ReadOnlySpan<JsonMember> Members => _members ??= FindMembers();

    /// <summary>Reads a claim that is a JSON string.</summary>
    /// <param name="name">The name of the claim, exactly.</param>
    /// <param name="value">The value without JSON escapes.</param>
    /// <returns>False where the claim is missing or is not a string.</returns>
    public bool TryGetString(string name, [NotNullWhen(true)] out string? value)
    {
        value = TryFind(name, out var found) ? StringOf(found) : null;
        return value is not null;
    }

    /// <summary>Reads a claim that is a JSON number without fraction or exponent.</summary>
    /// <param name="name">The name of the claim, exactly.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where the claim is missing, is not such a number or does not fit.</returns>
    public bool TryGetInt64(string name, out long value)
    {
        value = 0;
        return TryFind(name, out var found)
            && found.Kind == JsonKind.Number
            && long.TryParse(found.RawIn(_json), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a claim that is a JSON string or an array of strings.</summary>
    /// <param name="name">The name of the claim, exactly.</param>
    /// <returns>Empty where the claim is missing or is anything else; elements that are not strings are left out.</returns>
    public IReadOnlyList<string> GetStrings(string name) => TryFind(name, out var found) ? StringsOf(found) : [];

    /// <summary>Whether the claim is there with any value but null.</summary>
    /// <param name="name">The name of the claim, exactly.</param>
    public bool Contains(string name) => TryFind(name, out var found) && found.Kind != JsonKind.Null;

    internal bool TryFind(string name, out JsonValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var utf8 = PooledBuffer.Rent(Encoding.UTF8.GetMaxByteCount(name.Length));
        var length = Encoding.UTF8.GetBytes(name, utf8.Span);
        return JsonObject.TryFind(_json, Members, utf8.Span[..length], out value);
    }

    /// <summary>Finds a claim without an index of all of them, for what is asked once: nothing is allocated.</summary>
    internal bool TryFind(ReadOnlySpan<byte> utf8Name, out JsonValue value)
    {
        var start = _json.AsSpan().IndexOf((byte)'{');
        var members = new JsonArray(_json, new JsonValue(start, _json.Length - start, JsonKind.Object));
        while (members.MoveNext())
        {
            var name = members.Current;
            members.MoveNext();
            value = members.Current;
            if (JsonText.AreEqual(_json, name, utf8Name))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    private string? StringOf(JsonValue value) => value.Kind == JsonKind.String ? JsonText.GetString(_json, value) : null;

    /// <summary>One list may serve many requests, so nobody can change it.</summary>
    private ReadOnlyCollection<string> StringsOf(JsonValue value)
    {
        List<string> strings = [];
        if (value.Kind == JsonKind.Array)
        {
            foreach (var element in new JsonArray(_json, value))
            {
                if (StringOf(element) is { } text)
                {
                    strings.Add(text);
                }
            }
        }
        else if (StringOf(value) is { } single)
        {
            strings.Add(single);
        }

        return strings.AsReadOnly();
    }

    private JsonMember[] FindMembers()
    {
        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(_json, index, out var members);
        return members.Members.ToArray();
    }
}
