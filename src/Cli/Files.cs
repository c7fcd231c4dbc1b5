using Slipway.Domain.Systems;

namespace Slipway.Cli;

/// <summary>Reads and writes files that people name; what goes wrong is one sentence.</summary>
internal static class Files
{
    public static string Read(string path, string asGiven)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RefusalException($"There is no file {asGiven}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException(Directory.Exists(path) ? $"{asGiven} is a folder: name a file in it." : $"{asGiven} cannot be read: {fault.Message}");
        }
    }

    public static void Write(string path, string asGiven, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusalException($"{asGiven} cannot be written: {fault.Message}");
        }
    }

    public static ManifestText Manifest(string path, string asGiven) => new(asGiven, Read(path, asGiven));
}
