using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A controller that requires chart:read, with one action that also requires chart:write.</summary>
[ApiController]
[Route("mvc/{id}")]
[RequirePermission("chart:read")]
public sealed class ChartController : ControllerBase
{
    [HttpGet]
    public string Read(string id) => "chart of " + id;

    [HttpPut]
    [RequirePermission("chart:write")]
    public string Write(string id) => "wrote " + id;
}

/// <summary>A controller that requires a recent authentication, with one action that also requires a strong one.</summary>
[ApiController]
[Route("stepup/{id}")]
[RequireStepUp(MaxAgeSeconds = 600)]
public sealed class StepUpController : ControllerBase
{
    [HttpGet]
    public string Read(string id) => "chart of " + id;

    [HttpPut]
    [RequireStepUp(AcrValues = ["phr"])]
    public string Write(string id) => "wrote " + id;
}

/// <summary>A controller with a misspelled permission.</summary>
[ApiController]
[Route("typo")]
public sealed class TypoController : ControllerBase
{
    [HttpGet]
    [RequirePermission("chart:raed")]
    public string Read() => "never";
}

/// <summary>Adds a single controller of this assembly.</summary>
public static class OneController
{
    public static void AddController<TController>(this IServiceCollection services) =>
        services.AddControllers().ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();
            parts.ApplicationParts.Add(new AssemblyPart(typeof(TController).Assembly));
            parts.FeatureProviders.Clear();
            parts.FeatureProviders.Add(new SingleControllerFeatureProvider(typeof(TController)));
        });

    private sealed class SingleControllerFeatureProvider(Type controller) : ControllerFeatureProvider
    {
        protected override bool IsController(TypeInfo typeInfo) => typeInfo == controller;
    }
}
