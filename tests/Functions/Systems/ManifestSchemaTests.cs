using System.Text.Json;
using Slipway.Domain.Systems;
using Slipway.Functions.Systems;

namespace Slipway.Tests.Functions.Systems;

public sealed class ManifestSchemaTests
{
    private const string Validator = """
        const { readFileSync } = require('fs');
        const validate = new (require('ajv'))({ allErrors: true }).compile(JSON.parse(readFileSync(process.argv[2], 'utf8')));
        const texts = JSON.parse(readFileSync(0, 'utf8'));
        for (const text of texts) {
          if (!validate(require('js-yaml').load(text))) console.log(validate.errors.map(e => `${e.instancePath} ${e.message}`).join('\n'));
        }
        """;

    private static readonly string SchemaFile = Path.Combine(SystemManifests.Folder, "system.schema.json");

    /// <summary>After a change of the shapes, <c>UPDATE_SCHEMA=1</c> lets this test write the file anew.</summary>
    [Fact]
    public void The_schema_beside_the_manifests_is_the_one_that_the_readers_shapes_make()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCHEMA") == "1")
        {
            File.WriteAllText(SchemaFile, ManifestSchema.Write());
        }

        Assert.Equal(ManifestSchema.Write(), File.ReadAllText(SchemaFile));
    }

    [Fact]
    public void Every_manifest_tells_editors_its_schema() =>
        Assert.All(SystemManifests.All, text => Assert.StartsWith("# yaml-language-server: $schema=system.schema.json\n", text.Text, StringComparison.Ordinal));

    [Fact]
    public async Task Another_reader_of_yaml_and_json_schema_finds_no_fault_with_the_manifests() =>
        Assert.Equal("", await ValidateAsync([.. SystemManifests.All.Select(text => text.Text)]));

    /// <summary>What the shapes refuse, the schema refuses too: each of these is wrong in its form, not in its references.</summary>
    [Theory]
    [InlineData("region: us-west-2", "regoin: us-west-2")]
    [InlineData("region: us-west-2", "region: [us-west-2]")]
    [InlineData("kind: System", "kind: Application")]
    [InlineData("replicas: {min: 1, max: 4}", "replicas: {min: 1, max: '4'}")]
    [InlineData("replicas: {min: 1, max: 4}", "replicas: {min: 1}")]
    [InlineData("replicas: {min: 1, max: 4}", "replicas: {min: 1, max: 5000}")]
    [InlineData("bake: 5m", "bake: 5 minutes")]
    [InlineData("monthly: 180", "monthly: -1")]
    [InlineData("select: max", "select: most")]
    [InlineData("dependsOn: [falkordb, qdrant]", "dependsOn: [qdrant, qdrant]")]
    [InlineData("main: {identifier: cv-hub-dev-postgres, multiAZ: false}", "main: {identifer: cv-hub-dev-postgres}")]
    public async Task What_the_reader_refuses_for_its_form_the_schema_refuses_too(string right, string wrong)
    {
        var manifest = SystemManifests.All.Single(text => text.File == "cv-hub.yaml");
        var broken = manifest.Text.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(manifest.Text, broken);

        Assert.NotEmpty(YamlManifest.Load(manifest with { Text = broken }).Problems);
        Assert.NotEqual("", await ValidateAsync([broken]));
    }

    private static async Task<string> ValidateAsync(IReadOnlyList<string> manifests)
    {
        var (code, output) = await Tool.RunNodeAsync(Validator, JsonSerializer.Serialize(manifests), ["ajv", "js-yaml"], SchemaFile);
        Assert.True(code == 0, output);
        return output;
    }
}
