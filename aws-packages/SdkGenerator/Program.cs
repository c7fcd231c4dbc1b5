using AwsPackages.SdkGenerator;

// dotnet run --project aws-packages/SdkGenerator -- models <botocore's data folder>   cuts aws-packages/models anew
// dotnet run --project aws-packages/SdkGenerator                                      generates aws-packages/Sdk from it
var root = Folder(AppContext.BaseDirectory);
var services = Service.Load(Path.Combine(root, "SdkGenerator", "services.json"));
switch (args)
{
    case []:
        Package.WriteAll(services, Path.Combine(root, "models"), Path.Combine(root, "Sdk"));
        return 0;
    case ["models", var botocoreData]:
        foreach (var service in services)
        {
            File.WriteAllText(Path.Combine(root, "models", $"{service.Model}.json"), ModelCut.Of(service, botocoreData));
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: SdkGenerator [models <botocore's data folder>]");
        return 2;
}

static string Folder(string from) =>
    File.Exists(Path.Combine(from, "Serverless.sln"))
        ? Path.Combine(from, "aws-packages")
        : Folder(Path.GetDirectoryName(from) ?? throw new InvalidOperationException("The generator runs outside the repository: no Serverless.sln above it."));
