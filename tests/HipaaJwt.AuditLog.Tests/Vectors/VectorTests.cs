namespace HipaaJwt.AuditLog.Tests.Vectors;

public sealed class VectorTests
{
    public static TheoryData<string> Names => [.. VectorFiles.Read().Select(vector => vector.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Agrees_with_the_vector(string name)
    {
        var vector = VectorFiles.Read().Single(candidate => candidate.Name == name);

        var actual = await VectorFiles.VerifyAsync(vector);

        actual.Should().BeEquivalentTo(vector, vector.Description);
    }

    [Fact]
    public void The_vectors_contain_every_code_of_a_verification()
    {
        AuditLogProblemCode[] others =
        [
            AuditLogProblemCode.Unreadable, AuditLogProblemCode.RecordNotFound, AuditLogProblemCode.RecordNotCovered,
            AuditLogProblemCode.TargetUnwritable,
        ];

        VectorFiles.Read().Select(vector => (AuditLogProblemCode?)vector.Code).OfType<AuditLogProblemCode>().Distinct()
            .Should().BeEquivalentTo(Enum.GetValues<AuditLogProblemCode>().Except(others));
    }

    [Fact]
    public void Every_recipe_has_its_vector() =>
        VectorFiles.Read().Select(vector => vector.Name).Should().BeEquivalentTo(VectorRecipes.All.Select(recipe => recipe.Name));
}
