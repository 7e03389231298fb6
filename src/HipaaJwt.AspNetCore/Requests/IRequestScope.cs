using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>A service of the scope of a request, which knows the request.</summary>
internal interface IRequestScope
{
    /// <summary>The request; null before the pipeline has begun, after it has ended, and in a scope of the application.</summary>
    HttpContext? Request { get; set; }
}
