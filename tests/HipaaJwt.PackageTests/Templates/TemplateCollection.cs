namespace HipaaJwt.PackageTests.Templates;

/// <summary>The tests that share the generated projects.</summary>
[CollectionDefinition]
public sealed class TemplateCollection : ICollectionFixture<GeneratedProjects>;
