using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>Reads from an endpoint whether its code has a parameter for the validated token.</summary>
internal static class TokenParameter
{
    private const string NullabilitySwitch = "System.Reflection.NullabilityInfoContext.IsSupported";

    /// <summary>Returns whether the code cannot run without a token.</summary>
    public static bool IsRequiredBy(Endpoint? endpoint) => AnyOf(endpoint, isOptional: false);

    /// <summary>Returns whether the code has a parameter that is null without a token.</summary>
    public static bool IsOptionalFor(Endpoint? endpoint) => AnyOf(endpoint, isOptional: true);

    /// <summary>
    /// Returns whether a parameter may be null and ASP.NET Core would throw nevertheless. It treats each inferred service as required,
    /// unless the code of the endpoint is generated.
    /// </summary>
    public static bool NeedsAttribute(Endpoint endpoint) => endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Any(
        parameter => parameter.ParameterInfo.ParameterType == typeof(ValidatedJwt)
            && parameter.GetType().Assembly == typeof(RequestDelegateFactory).Assembly
            && IsOptional(parameter.ParameterInfo)
            && !parameter.ParameterInfo.GetCustomAttributes(true).OfType<IFromServiceMetadata>().Any());

    private static bool AnyOf(Endpoint? endpoint, bool isOptional) => endpoint is not null
        && (AnyOfDelegate(endpoint.Metadata, isOptional) || AnyOfAction(endpoint.Metadata, isOptional));

    /// <summary>
    /// Minimal APIs describe their parameters. Generated code knows whether one is nullable. Otherwise only a default value is described.
    /// </summary>
    private static bool AnyOfDelegate(EndpointMetadataCollection metadata, bool isOptional)
    {
        foreach (var parameter in metadata.GetOrderedMetadata<IParameterBindingMetadata>())
        {
            if (parameter.ParameterInfo.ParameterType == typeof(ValidatedJwt)
                && (parameter.IsOptional || IsOptional(parameter.ParameterInfo)) == isOptional)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnyOfAction(EndpointMetadataCollection metadata, bool isOptional) =>
        metadata.GetMetadata<ControllerActionDescriptor>() is { } action
        && action.Parameters.OfType<ControllerParameterDescriptor>().Any(parameter =>
            parameter.ParameterType == typeof(ValidatedJwt) && IsOptional(parameter.ParameterInfo) == isOptional);

    /// <summary>Applications with generated code usually have no information about nullable types at run time.</summary>
    private static bool IsOptional(ParameterInfo parameter) => parameter.HasDefaultValue
        || ((!AppContext.TryGetSwitch(NullabilitySwitch, out var isSupported) || isSupported)
            && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable);
}
