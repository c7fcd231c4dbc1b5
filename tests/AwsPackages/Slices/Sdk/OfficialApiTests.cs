using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.KeyManagementService;
using Amazon.SecurityToken;
using Amazon.SSOOIDC;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>
/// The generator run over whole services whose official packages every feed has. What it makes for those, the official
/// packages have: so the slices of the others can be trusted to have official names and types.
/// </summary>
public sealed class OfficialApiTests
{
    // Less than all of the official properties: the packages are newer than the models, and have paginators and extras written by hand.
    [Theory]
    [InlineData("AWSSDK.DynamoDBv2", typeof(AmazonDynamoDBClient), 84.7)]
    [InlineData("AWSSDK.KeyManagementService", typeof(AmazonKeyManagementServiceClient), 90.9)]
    [InlineData("AWSSDK.SecurityToken", typeof(AmazonSecurityTokenServiceClient), 83.6)]
    [InlineData("AWSSDK.SSOOIDC", typeof(AmazonSSOOIDCClient), 100)]
    public void All_that_is_generated_is_official_and_most_that_is_official_is_generated(string package, Type client, double percent)
    {
        var service = Generated.Services.Single(service => service.Package == package);
        var generated = Members(Generated.Compile(service, Generated.ModelOf(service)), declared: true).ToHashSet(StringComparer.Ordinal);
        var official = Members(client.Assembly, declared: false).ToHashSet(StringComparer.Ordinal);
        var properties = client.Assembly.GetExportedTypes().Where(type => type.Namespace == $"{service.Namespace}.Model")
            .SelectMany(type => Members(type, declared: true)).Where(member => member.StartsWith("property ", StringComparison.Ordinal)).ToList();
        var missing = properties.Where(property => !generated.Contains(property)).ToList();

        Assert.NotEmpty(generated);
        Assert.Equal("", string.Join('\n', generated.Where(member => !official.Contains(member)).Order(StringComparer.Ordinal)));
        var covered = 100.0 * (properties.Count - missing.Count) / properties.Count;
        Assert.True(covered >= percent, $"{covered:F2} % of {properties.Count}, not generated:\n{string.Join('\n', missing)}");
    }

    private static IEnumerable<string> Members(Assembly assembly, bool declared) =>
        assembly.GetExportedTypes().SelectMany(type => Members(type, declared).Prepend($"type {type.FullName}"));

    private static IEnumerable<string> Members(Type type, bool declared)
    {
        var flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | (declared ? BindingFlags.DeclaredOnly : BindingFlags.FlattenHierarchy);
        return type.GetConstructors(flags).Select(constructor => $"constructor {type.FullName}({Parameters(constructor)})")
            .Concat(type.GetProperties(flags).Select(property => $"property {type.FullName}.{property.Name}: {property.PropertyType}"))
            .Concat(type.GetFields(flags).Select(field => $"constant {type.FullName}.{field.Name}"))
            .Concat(type.GetMethods(flags).Where(method => !method.IsSpecialName).Select(method => $"method {type.FullName}.{method.Name}({Parameters(method)}): {method.ReturnType}"));
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => $"{parameter.ParameterType} {parameter.Name}"));
}
