using Slipway.Domain.Approvals;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about the people who decide on releases.</summary>
internal static class PeopleSection
{
    private static MapShape Person { get; } = new("{ids: [ann@example.com], groups: [release-managers]}",
    [
        May("ids", new ListShape("[ann@example.com, U024BE7LH]", Scalars.Text("ann@example.com"), Distinct: true), "How IAM sessions, Slack and e-mail know the person."),
        May("groups", new ListShape("[release-managers]", Scalars.Name with { Example = "release-managers" }, Distinct: true), "What approvals may ask for instead of the person."),
        May("email", Scalars.Pattern("an e-mail address", "ann@example.com", "^[^@\\s<>]+@[^@\\s<>]+$"), "Where links for decisions are sent."),
    ]);

    public static NamedShape Shape { get; } = new($"{{ann: {Person.Example}}}", Person);

    public static void Check(ManifestNode people, Problems problems)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, person) in people.Entries.Select(entry => (entry.Key, entry.Value)))
        {
            foreach (var id in person["ids"].Items.Append(person["email"]).Where(id => id.Text is not null))
            {
                if (!owners.TryAdd(id.Text!, name) && owners[id.Text!] != name)
                {
                    problems.Add(id, $"'{id.Text}' is {owners[id.Text!]} already; one id is one person");
                }
            }

            foreach (var group in person["groups"].Items.Where(group => group.Text is { } text && people.Find(text) is not null))
            {
                problems.Add(group, $"'{group.Text}' is a person; give the group another name");
            }
        }
    }

    public static People Read(ManifestNode people) => new(
    [
        .. people.Entries.Select(entry => new Person(entry.Key, entry.Value["ids"].Texts, entry.Value["groups"].Texts, entry.Value["email"].Text)),
    ]);
}
