using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>The decisions of a request so far. Decisions use this state, never the principal, which an application may replace.</summary>
internal sealed class RequestState : IJwtValidationFeature
{
    private static readonly object ItemKey = new();

    private RequestCredential? _credential;
    private string? _trust;
    private string? _resource;
    private string? _ownScheme;
    private RareState? _rare;
    private bool _endpointDecides;
    private bool _followsFromRejection;
    private Endpoint? _resourceEndpoint;

    public JwtValidationResult Result { get; private set; }

    /// <summary>The accepted token of the request; null if there is none or the application rejected it.</summary>
    public ValidatedJwt? Accepted { get; private set; }

    /// <summary>The scheme for which the token was accepted.</summary>
    public string? AcceptedScheme { get; private set; }

    /// <summary>Names the resource, as configured for the scheme that handles the request.</summary>
    public Func<HttpContext, string?> AuditResource { get; set; } = RequestResource.Of;

    /// <summary>Whether a token was rejected. The rejection already wrote its event.</summary>
    public bool WasRejected { get; private set; }

    /// <summary>Whether the token was accepted and then withdrawn, because it expired or the application rejected it.</summary>
    public bool IsWithdrawn { get; private set; }

    /// <summary>Whether a decision could not be made or recorded, so the response is 503.</summary>
    public bool IsUnavailable { get; private set; }

    /// <summary>Whether the completion of the request will be recorded.</summary>
    public bool IsCompletionRecorded { get; set; }

    /// <summary>The categories of data that the application left out of the response.</summary>
    public IReadOnlyList<string> OmittedCategories => _rare?.OmittedCategories ?? [];

    /// <summary>How often a scheme authenticated the request with a scheme of this library.</summary>
    public int OwnAuthentications { get; private set; }

    /// <summary>Whether the decision of the endpoint itself has begun.</summary>
    public bool HasEndpointDecided { get; private set; }

    /// <summary>The error of the challenge that was written (RFC 6750 section 3.1); null if it has none.</summary>
    public string? ChallengeError
    {
        get => _rare?.ChallengeError;
        set => Rare.ChallengeError = value;
    }

    /// <summary>The proof algorithms that challenges offer; null if the request did not use the scheme DPoP.</summary>
    public string? DPoPAlgorithms
    {
        get => _rare?.DPoPAlgorithms;
        set => Rare.DPoPAlgorithms = value;
    }

    /// <summary>The required authentication, if only that denies access.</summary>
    public StepUpCriteria? StepUp
    {
        get => _rare?.StepUp;
        set => Rare.StepUp = value;
    }

    /// <summary>Whether a scheme has written the step-up challenge.</summary>
    public bool IsStepUpWritten { get; set; }

    private RareState Rare => _rare ??= new RareState();

    public static RequestState GetOrCreate(HttpContext context)
    {
        if (Find(context) is { } state)
        {
            return state;
        }

        state = new RequestState();
        context.Features[typeof(IJwtValidationFeature)] = state;
        if (context.FindEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<HubMetadata>() is not null)
        {
            // With long polling, the calls of a hub get a copy of the request that has its items but not its features.
            context.Items[ItemKey] = state;
        }

        return state;
    }

    public static RequestState? Find(HttpContext context) =>
        context.FindState()
        ?? (context.FindItems()?.TryGetValue(ItemKey, out var item) == true ? item as RequestState : null);

    /// <summary>Returns the result of the same trust for the same credential, if another scheme has validated it before.</summary>
    public bool TryGetResult(string trust, in RequestCredential credential, out JwtValidationResult result)
    {
        result = Result;
        return _credential is { } validated && _trust == trust && validated.Equals(credential);
    }

    /// <summary>Returns the characters of the accepted token; null if it is not the token of this request.</summary>
    public ReadOnlyMemory<char>? EncodedOf(ValidatedJwt token) => ReferenceEquals(Accepted, token) ? _credential?.Token : null;

    public void SetResult(string trust, string? scheme, RequestCredential? credential, JwtValidationResult result)
    {
        (_trust, _credential, Result) = (trust, credential, result);
        if (result.IsValid)
        {
            (Accepted, AcceptedScheme) = (result.Token, scheme);
        }
        else
        {
            SetRejected(result.Error);
        }
    }

    /// <summary>Withdraws the accepted token. From now on, the request is decided like one with a rejected token.</summary>
    public void Withdraw(JwtError error)
    {
        (Accepted, AcceptedScheme, _credential, Result) = (null, null, null, JwtValidationResult.Rejected(error));
        IsWithdrawn = true;
        SetRejected(error);
    }

    /// <summary>Marks the request as unavailable because a decision could not be recorded.</summary>
    public void SetUnavailable() => IsUnavailable = true;

    /// <summary>Stores that a scheme is one of this library or led to one.</summary>
    public void AddOwnAuthentication(string scheme)
    {
        OwnAuthentications++;
        if (_ownScheme is null || _ownScheme == scheme)
        {
            _ownScheme = scheme;
        }
        else
        {
            (Rare.MoreOwnSchemes ??= new HashSet<string>(StringComparer.Ordinal)).Add(scheme);
        }
    }

    /// <summary>Returns whether the scheme led to one of this library in this request.</summary>
    public bool LedToOwn(string scheme) => _ownScheme == scheme || _rare?.MoreOwnSchemes?.Contains(scheme) == true;

    /// <summary>Stores that the identities of a principal come from a scheme of another library.</summary>
    public void AddOtherScheme(ClaimsPrincipal principal)
    {
        foreach (var identity in principal.Identities)
        {
            (Rare.OtherIdentities ??= new HashSet<ClaimsIdentity>(ReferenceEqualityComparer.Instance)).Add(identity);
        }
    }

    /// <summary>Returns whether there are authenticated identities and all of them come from schemes of other libraries.</summary>
    public bool IsOfOtherScheme(List<ClaimsIdentity> identities)
    {
        if (_rare?.OtherIdentities is not { } others)
        {
            return false;
        }

        var authenticated = identities.FindAll(identity => identity.IsAuthenticated);
        return authenticated.Count > 0 && authenticated.TrueForAll(others.Contains);
    }

    /// <summary>Stores a category of data that the application left out of the response.</summary>
    public void AddOmittedCategory(string category)
    {
        var omitted = Rare.OmittedCategories ??= [];
        if (!omitted.Contains(category))
        {
            omitted.Add(category);
        }
    }

    /// <summary>Announces that the next decision is the one of the endpoint itself.</summary>
    public void BeginEndpointDecision() => (_endpointDecides, HasEndpointDecided) = (true, true);

    /// <summary>
    /// Returns whether the decision that begins is the one of the endpoint itself, and whether it follows from the rejection of the
    /// token. That rejection already wrote an event. Every other decision writes its own.
    /// </summary>
    public (bool IsEndpoint, bool FollowsFromRejection) EndEndpointDecision()
    {
        var decision = (_endpointDecides, _endpointDecides && _followsFromRejection);
        _followsFromRejection &= !_endpointDecides;
        _endpointDecides = false;
        return decision;
    }

    /// <summary>
    /// Names the resource once for each endpoint. The endpoint changes if routing follows authentication, or if the application
    /// executes the pipeline again for an error page.
    /// </summary>
    public string? GetResource(HttpContext context) => GetResource(context, context.FindEndpoint());

    /// <inheritdoc cref="GetResource(HttpContext)"/>
    public string? GetResource(HttpContext context, Endpoint? endpoint)
    {
        if (_resource is null || endpoint != _resourceEndpoint)
        {
            (_resource, _resourceEndpoint) = (AuditResource(context), endpoint);
        }

        return _resource;
    }

    private void SetRejected(in JwtError error)
    {
        WasRejected = true;
        _followsFromRejection = true;
        IsUnavailable |= error.IsUnavailable;
    }

    /// <summary>What few requests store.</summary>
    private sealed class RareState
    {
        public HashSet<string>? MoreOwnSchemes { get; set; }

        public HashSet<ClaimsIdentity>? OtherIdentities { get; set; }

        public List<string>? OmittedCategories { get; set; }

        public string? ChallengeError { get; set; }

        public string? DPoPAlgorithms { get; set; }

        public StepUpCriteria? StepUp { get; set; }
    }
}
