using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Slipway.Domain.Releases;
using Slipway.Functions;

namespace Slipway.Tests.Contracts;

/// <summary>A deployed function finds every port of the domain answered.</summary>
public sealed class PortTests
{
    private static readonly IEnumerable<string> Ports = typeof(Release).Assembly.GetTypes().Where(type => type is { IsInterface: true, IsPublic: true }).Select(type => type.Name).Order();

    [Fact]
    public void Every_port_has_its_adapter_of_AWS_and_it_can_be_made()
    {
        var services = new ServiceCollection();
        var settings = new Settings(name => name == "AWS_REGION" ? "eu-central-1" : name);
        Startup.AddFunctions(services, settings, TimeProvider.System, NullLogger.Instance);
        AwsPorts.Add(services, settings);
        using var made = services.BuildServiceProvider();

        var answered = services.Where(service => service.ServiceType.Assembly == typeof(Release).Assembly).ToList();
        Assert.Equal(Ports, answered.Select(service => service.ServiceType.Name).Order());
        Assert.All(answered, service => Assert.NotNull(made.GetRequiredService(service.ServiceType)));
    }
}
