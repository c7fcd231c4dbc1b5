using Slipway.Aws.Access;
using Slipway.Aws.Notices;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Remediation;
using Slipway.Tests.Ports.Services;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Notices;

/// <summary>Topics of moto, each with a queue that hears it: one is named, the other given by its ARN.</summary>
public sealed class SnsTests(MotoServer moto) : ChannelsContract
{
    private readonly AwsClients _clients = moto.Clients("sa-east-1");
    private readonly Dictionary<string, Mailbox> _mailboxes = [];

    [Fact]
    public async Task A_topic_that_there_is_not_is_refused_by_its_name()
    {
        var refused = await Assert.ThrowsAsync<RejectedException>(() => Sns.SendAsync(Notice("title", "text"), new("oncall", ChannelKind.Sns, "no-such-topic"), Token));
        Assert.Equal(
            "The topic no-such-topic in sa-east-1 cannot be told: there is no such topic in the account 123456789012; make it, or correct the channel oncall.",
            refused.Message);
    }

    [Fact]
    public async Task A_title_becomes_a_line_of_ASCII_below_a_hundred_characters_and_a_text_stays_below_the_limit()
    {
        var (channels, known) = await OpenAsync();
        await channels.SendAsync(new Notice("long", AlarmSeverity.Critical, $"Über –\n{new string('x', 200)}", new string('€', 200_000), known), known[0], under: null, showsState: false, Token);
        var received = (await ReceivedAsync())[0];

        Assert.Equal($"?ber - {new string('x', 82)} ... (cut)", received.Title);
        Assert.EndsWith("€ ... (cut)", received.Text, StringComparison.Ordinal);
    }

    protected override async Task<(IChannels Channels, IReadOnlyList<Channel> Known)> OpenAsync()
    {
        var sns = _clients.For(_clients.Home, AwsServices.Sns);
        var arns = new List<string>();
        foreach (var name in new[] { "shop-oncall", "shop-audit" })
        {
            var mailbox = _mailboxes[name] = await Mailbox.OpenAsync(_clients, name, Token);
            arns.Add((await sns.CreateTopicAsync(new() { Name = name }, Token)).TopicArn);
            await sns.SubscribeAsync(new() { TopicArn = arns[^1], Protocol = "sqs", Endpoint = mailbox.Arn }, Token);
        }

        return (Channels, [new("shop-oncall", ChannelKind.Sns, "shop-oncall"), new("shop-audit", ChannelKind.Sns, arns[1])]);
    }

    protected override async Task<IReadOnlyList<(string Channel, string Title, string Text)>> ReceivedAsync()
    {
        var received = new List<(string, string, string)>();
        foreach (var (name, mailbox) in _mailboxes)
        {
            received.AddRange((await mailbox.TakeAsync(Token)).Select(message => (name, message.GetProperty("Subject").GetString()!, message.GetProperty("Message").GetString()!.Split("\n\n", 2)[1])));
        }

        return received;
    }

    private SnsNotifications Sns => new(_clients, NoticeSamples.Options);

    private Channels Channels => new(
        Sns, new SesNotifications(_clients, NoticeSamples.Options), new SlackBot(new HttpClient(), new KnownSecrets()), new HttpNotifications(new HttpClient(), new KnownSecrets(), TimeProvider.System));

    private static Notice Notice(string title, string text) => new("shop-1", AlarmSeverity.Info, title, text, []);
}
