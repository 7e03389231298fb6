using Firely.Fhir.Validation;
using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;
using Hl7.Fhir.Specification.Terminology;

namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>Firely's validator with the base specification of R4. It takes seconds to load, so all tests share one.</summary>
public sealed class SpecificationValidator
{
    private readonly Lock _lock = new();
    private readonly Validator _validator;

    public SpecificationValidator()
    {
        var source = new CachedResolver(new SnapshotSource(new CorrectedSpecification(ZipSource.CreateValidationSource())));
        _validator = new Validator(source, new LocalTerminologyService(source));
    }

    /// <summary>The errors. BALP's profiles are not part of the specification, so the claim of one is checked elsewhere.</summary>
    public IReadOnlyList<string> Errors(Resource resource)
    {
        var candidate = (Resource)resource.DeepCopy();
        candidate.Meta = null;
        lock (_lock)
        {
            return [.. _validator.Validate(candidate).Issue
                .Where(issue => issue.Severity is OperationOutcome.IssueSeverity.Error or OperationOutcome.IssueSeverity.Fatal)
                .Select(issue => $"{string.Join(", ", issue.Expression)}: {issue.Details?.Text}")];
        }
    }
}
