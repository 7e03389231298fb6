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

    /// <summary>Run it with <c>-explicit only</c>. Vectors are kept: add new ones and leave the others as they are.</summary>
    [Fact(Explicit = true)]
    public async Task Writes_vectors_that_do_not_exist_yet()
    {
        var existing = File.Exists(Path.Combine(VectorFiles.Folder, VectorFiles.Index)) ? VectorFiles.Read() : [];
        var vectors = new List<Vector>(existing);
        foreach (var (recipe, seed) in VectorRecipes.All.Select((recipe, seed) => (recipe, seed)))
        {
            if (existing.All(vector => vector.Name != recipe.Name))
            {
                var vector = recipe.Write(Path.Combine(VectorFiles.Folder, recipe.Name), seed);
                var actual = await VectorFiles.VerifyAsync(vector);
                (actual.Name, actual.Verdict, actual.Code).Should().Be((vector.Name, vector.Verdict, vector.Code));
                vectors.Add(actual);
            }
        }

        VectorFiles.Write(vectors);
    }
}
