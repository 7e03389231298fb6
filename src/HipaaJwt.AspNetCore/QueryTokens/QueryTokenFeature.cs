namespace HipaaJwt.AspNetCore.QueryTokens;

/// <summary>The token that was removed from the address of a request.</summary>
internal sealed class QueryTokenFeature
{
    public QueryTokenFeature(string path, string? token)
    {
        Path = path;
        Token = token;
    }

    /// <summary>The path that was requested.</summary>
    public string Path { get; }

    /// <summary>The token; null if the request may not have one in its query.</summary>
    public string? Token { get; }

    /// <summary>Returns neither the token nor the path.</summary>
    public override string ToString() => nameof(QueryTokenFeature);
}
