using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A controller whose parameters are inferred.</summary>
[ApiController]
[Route("api/who")]
public sealed class WhoApiController : ControllerBase
{
    [HttpGet]
    [RequirePermission("chart:read")]
    public string Required(ValidatedJwt jwt) => jwt.Subject;

    [HttpGet("open")]
    [AllowAnonymous]
    public string Optional(ValidatedJwt? jwt) => jwt?.Subject ?? "nobody";
}

/// <summary>A controller without the attribute that infers parameters.</summary>
[Route("mvc/who")]
public sealed class WhoController : Controller
{
    [HttpGet]
    [HttpPost]
    [RequirePermission("chart:read")]
    public string Required(ValidatedJwt jwt, int count) => $"{jwt.Subject} {count} {ModelState.IsValid}";

    [HttpGet("open")]
    public string Optional(ValidatedJwt? jwt = null) => jwt?.Subject ?? "nobody";
}

/// <summary>A controller that needs a token and lets anyone in.</summary>
[Route("open/who")]
public sealed class OpenWhoController : Controller
{
    [HttpGet]
    public string Required(ValidatedJwt jwt) => jwt.Subject;
}
