using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>Which claims of an issuer's tokens name the subject, the client, the token and the user. Immutable.</summary>
internal sealed class IdentityClaims
{
    private readonly byte[]? _subject;
    private readonly byte[]? _client;
    private readonly byte[]? _tokenId;
    private readonly byte[]? _user;

    /// <param name="subject">The claim that names the subject.</param>
    /// <param name="client">The claim that names the client; null for <c>client_id</c>, otherwise <c>azp</c>.</param>
    /// <param name="tokenId">The claim that identifies the token.</param>
    /// <param name="user">The claim with the name of the user; null for the claim that names the subject.</param>
    public IdentityClaims(
        string subject = ClaimNames.Subject, string? client = null, string tokenId = ClaimNames.JwtId, string? user = null)
    {
        (Subject, Client, TokenId, User) = (subject, client, tokenId, user ?? subject);
        _subject = subject == ClaimNames.Subject ? null : Encoding.UTF8.GetBytes(subject);
        _client = client is null ? null : Encoding.UTF8.GetBytes(client);
        _tokenId = tokenId == ClaimNames.JwtId ? null : Encoding.UTF8.GetBytes(tokenId);
        _user = user is null ? null : Encoding.UTF8.GetBytes(user);
    }

    public static IdentityClaims Default { get; } = new();

    public string Subject { get; }

    public string? Client { get; }

    public string TokenId { get; }

    public string User { get; }

    /// <summary>Whether the client is the subject of a token that has no subject and no sign of a user.</summary>
    public bool AllowClientAsSubject { get; init; }

    /// <summary>Whether the registered claims are used as they are.</summary>
    public bool AreRegistered => !AllowClientAsSubject && _subject is null && _client is null && _tokenId is null;

    /// <summary>Replaces the registered subject, client and identifier by the claims of the issuer.</summary>
    /// <returns>An error for a claim that is not an identifier; none if all are valid or missing.</returns>
    public JwtError Apply(in JsonObject claims, ref RegisteredClaims registered)
    {
        var (subject, tokenId) = (registered.Subject, registered.JwtId);
        var client = registered.ClientId.Exists ? registered.ClientId : registered.AuthorizedParty;
        if (!TryReplace(claims, _subject, ref subject))
        {
            return new JwtError(JwtErrorCode.ClaimInvalid, Subject);
        }

        if (!TryReplace(claims, _client, ref client))
        {
            return new JwtError(JwtErrorCode.ClaimInvalid, Client);
        }

        if (!TryReplace(claims, _tokenId, ref tokenId))
        {
            return new JwtError(JwtErrorCode.ClaimInvalid, TokenId);
        }

        var isOfClient = AllowClientAsSubject && !subject.Exists && client.Exists && !HasSignOfUser(claims);
        registered.Identify(isOfClient ? client : subject, client, tokenId);
        return JwtError.None;
    }

    /// <returns>False if the claim is present and is not an identifier.</returns>
    private static bool TryReplace(in JsonObject claims, byte[]? name, ref JsonValue value) =>
        name is null || !claims.TryFind(name, out value) || IdentifierText.IsValid(claims.Json, value);

    private bool HasSignOfUser(in JsonObject claims) =>
        UserClaims.AnyIn(claims) || (_user is not null && claims.TryFind(_user, out _));
}
