namespace AwsPackages.SdkGenerator;

/// <summary>The files of one slice: a project, the client, the shapes, and how they go over the wire.</summary>
internal static class Package
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <ItemGroup>
            <ProjectReference Include="../Runtime/Runtime.csproj" />
          </ItemGroup>
        </Project>

        """;

    /// <summary>Writes the slices of all services that have none official on every feed.</summary>
    public static void WriteAll(IReadOnlyList<Service> services, string models, string output)
    {
        foreach (var service in services.Where(service => !service.Official))
        {
            var folder = Directory.CreateDirectory(Path.Combine(output, service.Package)).FullName;
            foreach (var (name, text) in Files(service, Model.Load(Path.Combine(models, $"{service.Model}.json"))))
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }
        }
    }

    public static IEnumerable<(string Name, string Text)> Files(Service service, Model model)
    {
        var types = new Types(service, model);
        yield return ($"{service.Package}.csproj", Project);
        yield return ($"Amazon{service.Client}Client.cs", ClientSource.Of(service, model));
        yield return ("Model.cs", new ShapeSource(service, model, types).Write());
        yield return ("Wire.cs", WireSource.For(service, model, types).Write());
    }
}
