using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Binding;

/// <summary>Actions of controllers with a parameter for the token.</summary>
public sealed class ControllerParameterTests
{
    [Fact]
    public async Task An_action_of_an_API_controller_receives_the_token()
    {
        await using var server = await StartAsync<WhoApiController>();

        (await server.GetAsync("/api/who", server.Issuer.Token())).Body.Should().Contain("user-42");
        (await server.GetAsync("/api/who")).Status.Should().Be(401);
        (await server.GetAsync("/api/who/open")).Body.Should().Contain("nobody");
        (await server.GetAsync("/api/who/open", server.Issuer.Token())).Body.Should().Contain("user-42");
    }

    [Fact]
    public async Task An_action_of_another_controller_receives_the_token_and_its_other_parameters()
    {
        await using var server = await StartAsync<WhoController>();

        (await server.GetAsync("/mvc/who?count=3", server.Issuer.Token())).Body.Should().Contain("user-42 3 True");
        (await server.GetAsync("/mvc/who?count=3")).Status.Should().Be(401);
        (await server.GetAsync("/mvc/who/open", server.Issuer.Token())).Body.Should().Contain("user-42");
    }

    [Theory]
    [InlineData("?jwt=user-42")]
    [InlineData("?jwt.Subject=user-42&jwt.Issuer=x")]
    public async Task No_value_of_the_client_becomes_the_token(string query)
    {
        await using var server = await StartAsync<WhoController>();

        (await server.GetAsync("/mvc/who/open" + query)).Body.Should().Contain("nobody");
    }

    [Fact]
    public async Task A_required_parameter_of_an_open_action_stops_the_start() =>
        (await FluentActions.Awaiting(StartAsync<OpenWhoController>).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("*OpenWhoController.Required*has a parameter of the type ValidatedJwt, but accepts requests without a token.*");

    [Theory]
    [InlineData(typeof(WhoApiController))]
    [InlineData(typeof(WhoController))]
    public async Task Descriptions_of_the_API_do_not_list_the_token(Type controller)
    {
        await using var server = controller == typeof(WhoApiController)
            ? await StartAsync<WhoApiController>()
            : await StartAsync<WhoController>();

        var described = server.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items
            .SelectMany(group => group.Items)
            .ToArray();

        described.Should().NotBeEmpty();
        described.SelectMany(item => item.ParameterDescriptions)
            .Where(parameter => parameter.Source.IsFromRequest)
            .Select(parameter => parameter.Name)
            .Should().NotContain(name => name.StartsWith("jwt", StringComparison.OrdinalIgnoreCase) || name == "Subject");
    }

    private static Task<ClinicServer> StartAsync<TController>() => ClinicServer.StartAsync(
        builder =>
        {
            builder.Services.AddController<TController>();
            builder.Services.AddEndpointsApiExplorer();
        },
        app => app.MapControllers());
}
