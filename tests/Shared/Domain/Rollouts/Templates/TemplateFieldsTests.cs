using System.Text.Json.Nodes;
using Slipway.Domain.Rollouts.Templates;

namespace Slipway.Tests.Shared.Domain.Rollouts.Templates;

public sealed class TemplateFieldsTests
{
    private const string Template = """
        {
          "metadata": { "labels": { "app": "api" } },
          "spec": {
            "nodeSelector": { "pool": "apps" },
            "volumes": [ { "name": "config", "configMap": { "name": "api" } }, { "name": "scratch", "emptyDir": {} } ],
            "containers": [ {
              "name": "api", "image": "shop/api:1", "args": [ "--port", "8080" ],
              "env": [ { "name": "STAGE", "value": "production" }, { "name": "KEY", "valueFrom": { "secretKeyRef": { "name": "api", "key": "key" } } } ],
              "ports": [ { "containerPort": 8080 } ],
              "volumeMounts": [ { "name": "config", "mountPath": "/etc/api" } ]
            } ]
          }
        }
        """;

    [Theory]
    [InlineData("\"shop/api:1\"", "\"shop/api:2\"", null)]
    [InlineData("\"production\"", "\"staging\"", "spec.containers.api.env.STAGE")]
    [InlineData("\"name\": \"STAGE\"", "\"name\": \"LEVEL\"", "spec.containers.api.env.LEVEL,spec.containers.api.env.STAGE")]
    [InlineData("\"key\": \"key\"", "\"key\": \"other\"", "spec.containers.api.env.KEY.valueFrom.secretKeyRef.key")]
    [InlineData("\"secretKeyRef\": { \"name\": \"api\"", "\"secretKeyRef\": { \"name\": \"web\"", "spec.containers.api.env.KEY.valueFrom.secretKeyRef.name")]
    [InlineData("\"configMap\": { \"name\": \"api\"", "\"configMap\": { \"name\": \"web\"", "spec.volumes.config.configMap.name")]
    [InlineData(", { \"name\": \"scratch\", \"emptyDir\": {} }", "", "spec.volumes.scratch.emptyDir")]
    [InlineData("[ \"--port\", \"8080\" ]", "[ \"8080\", \"--port\" ]", "spec.containers.api.args.0,spec.containers.api.args.1")]
    [InlineData("\"pool\": \"apps\"", "\"pool\": \"spot\"", "spec.nodeSelector.pool")]
    [InlineData("/etc/api", "/etc/web", "spec.containers.api.volumeMounts.config.mountPath")]
    [InlineData("\"containerPort\": 8080", "\"containerPort\": 9090", "spec.containers.api.ports.0.containerPort")]
    public void What_differs_is_named_as_people_name_it_and_images_do_not(string before, string after, string? paths)
    {
        Assert.Contains(before, Template, StringComparison.Ordinal);
        var other = Template.Replace(before, after, StringComparison.Ordinal);

        Assert.Equal(paths?.Split(',') ?? [], TemplateFields.Differences(Template, other));
        Assert.Equal(paths is null, Of(Template).Fingerprint == Of(other).Fingerprint);
    }

    [Fact]
    public void The_order_in_which_a_server_writes_members_and_named_items_makes_no_difference() => Assert.Equal(
        Of("""{ "a": 1, "env": [ { "name": "X", "value": "1" }, { "name": "Y", "value": "2" } ] }""").Fingerprint,
        Of("""{ "env": [ { "value": "2", "name": "Y" }, { "name": "X", "value": "1" } ], "a": 1, "gone": null, "none": [] }""").Fingerprint);

    private static WorkloadTemplate Of(string text) => WorkloadTemplate.Of(JsonNode.Parse(text)!.AsObject());
}
