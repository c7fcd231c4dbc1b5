using Amazon;
using Amazon.SimpleNotificationService.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Notifications;

namespace Slipway.Aws.Notices;

/// <summary>Notices to topics of SNS. The notice's id goes along as an attribute; a FIFO topic drops a repeated one by it.</summary>
public sealed class SnsNotifications(AwsClients clients, NoticeOptions options)
{
    /// <summary>SNS takes fewer than 100 characters.</summary>
    private const int SubjectLength = 99;

    public Task SendAsync(Notice notice, Channel channel, CancellationToken cancellationToken)
    {
        var topic = Topic(channel.Target);
        var failed = $"The topic {topic.Resource} in {topic.Region} cannot be told";

        // SNS does not know a standard topic's message again: it goes out once.
        var client = clients.Own(AwsServices.Sns, topic.Region, isRepeatable: false);
        return AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                return await client.PublishAsync(Request(notice, topic), cancellationToken);
            }
            catch (NotFoundException failure)
            {
                throw new RejectedException($"{failed}: there is no such topic in the account {topic.AccountId}; make it, or correct the channel {channel.Name}.", failure);
            }
        });
    }

    private Arn Topic(string target) => Arn.IsArn(target)
        ? Arn.Parse(target)
        : new() { Partition = RegionEndpoint.GetBySystemName(clients.Home.Region).PartitionName, Service = "sns", Region = clients.Home.Region, AccountId = options.AccountId, Resource = target };

    private static PublishRequest Request(Notice notice, Arn topic)
    {
        var isFifo = topic.Resource.EndsWith(".fifo", StringComparison.Ordinal);
        return new()
        {
            TopicArn = topic.ToString(),
            Subject = NoticeText.Subject(notice.Title, SubjectLength),
            Message = NoticeText.Within($"{notice.Title}\n\n{notice.Text}", NoticeText.Bytes - 1024),
            MessageAttributes = new()
            {
                ["notice"] = Text(notice.Id),
                ["severity"] = Text(notice.Severity.ToString().ToLowerInvariant()),
            },
            MessageDeduplicationId = isFifo ? NoticeText.Subject(notice.Id, 128) : null,
            MessageGroupId = isFifo ? "slipway" : null,
        };
    }

    private static MessageAttributeValue Text(string value) => new() { DataType = "String", StringValue = value };
}
