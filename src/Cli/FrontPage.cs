using System.CommandLine;
using Slipway.Cli.Screens;

namespace Slipway.Cli;

/// <summary>What slipway says when it is called without a command: what it is and where to begin, on one screen.</summary>
internal static class FrontPage
{
    private static readonly IReadOnlyList<(string, string)> First =
    [
        ("slipway run", "push an image and watch it go to production"),
        ("slipway run --image crashloop", "a bad image, and how it is rolled back"),
        ("slipway show RELEASE", "what decided each step of a release"),
        ("slipway validate", "what is wrong in the manifests and the template"),
        ("slipway invoke FUNCTION --event FILE", "one function, as sam local invoke does"),
    ];

    public static void Write(Screen screen, Command root)
    {
        screen.Paragraph(root.Description ?? "", style: Styles.Strong);
        screen.Paragraph("Here it runs on an embedded account: template.yaml is executed on a virtual clock, no AWS account and no Docker needed.");
        HelpPage.Section(screen, "Begin with", First);
        var others = root.Subcommands.Select(command => command.Name).Except(["run", "show", "validate", "invoke"]);
        screen.Line();
        screen.Beside([new("Also: ")], string.Join(", ", others));
        screen.Paragraph("Every command explains itself: slipway COMMAND --help. All print JSON with --json.");
    }
}
