using Slipway.Local.Events;

namespace Slipway.Tests.Local.Events;

public sealed class QueueTests
{
    private readonly Rig _rig = new("""
          Messages: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30, MessageRetentionPeriod: 600, RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}}}
          Dead: {Type: AWS::SQS::Queue, Properties: {MessageRetentionPeriod: 1200}}
          Slow: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 10}}
        """);

    private Queue Messages => _rig.Deployment.Queue("Messages");

    [Fact]
    public void A_received_message_is_hidden_until_its_visibility_timeout_ends()
    {
        var id = Messages.Send("work");

        Assert.Equal(id, Assert.Single(Messages.Receive(10)).MessageId);
        Assert.Equal(new QueueDepth(0, 1, 0, TimeSpan.Zero), Messages.Depth);
        Assert.Empty(_rig.Run(29).Deployment.Queue("Messages").Receive());
        var again = Assert.Single(_rig.Run(1).Deployment.Queue("Messages").Receive());
        Assert.Equal((2, Rig.Start), (again.ReceiveCount, again.FirstReceivedAt));
    }

    [Fact]
    public void A_message_is_deleted_by_its_last_receiver_only()
    {
        Messages.Send("work");
        var first = Messages.Receive()[0];
        _rig.Run(30);
        var second = Messages.Receive()[0];

        Assert.False(Messages.Delete(first.ReceiptHandle));
        Assert.True(Messages.Delete(second.ReceiptHandle));
        Assert.False(Messages.Delete(second.ReceiptHandle));
        Assert.Equal(0, Messages.Depth.Total);
    }

    [Fact]
    public void A_message_received_too_often_moves_to_the_dead_letter_queue_with_its_id()
    {
        var id = Messages.Send("poison");
        Messages.Receive();
        _rig.Run(30);
        Messages.Receive();
        _rig.Run(30);

        Assert.Empty(Messages.Receive());
        var dead = Assert.Single(_rig.Deployment.Queue("Dead").Receive());
        Assert.Equal((id, Messages.Resource.Arn), (dead.MessageId, dead.DeadLetterSource));
        Assert.Equal(id, Assert.Single(_rig.Of<MessageDeadLettered>()).MessageId);
    }

    [Fact]
    public void A_delayed_message_is_not_there_before_its_time()
    {
        var slow = _rig.Deployment.Queue("Slow");
        slow.Send("later");
        slow.Send("now", delay: TimeSpan.Zero);

        Assert.Equal("now", Assert.Single(slow.Receive(10)).Body);
        Assert.Equal(1, slow.Depth.Delayed);
        Assert.Equal("later", Assert.Single(_rig.Run(10).Deployment.Queue("Slow").Receive(10)).Body);
    }

    [Fact]
    public void Visibility_can_be_prolonged_and_given_back()
    {
        Messages.Send("work");
        var receipt = Messages.Receive()[0].ReceiptHandle;
        Messages.ChangeVisibility(receipt, TimeSpan.FromMinutes(5));
        _rig.Run(60);
        Assert.Empty(Messages.Receive());

        Messages.ChangeVisibility(receipt, TimeSpan.Zero);
        Assert.Single(Messages.Receive());
    }

    [Fact]
    public void Retention_counts_from_the_sending_also_in_the_dead_letter_queue()
    {
        Messages.Send("old");
        _rig.Run(599);
        Assert.Equal(TimeSpan.FromSeconds(599), Messages.Depth.OldestAge);
        _rig.Run(1);
        Assert.Equal(0, Messages.Depth.Total);
        Assert.Single(_rig.Of<MessageExpired>());
    }

    [Fact]
    public void A_queue_is_found_by_id_name_arn_and_url_and_a_wrong_one_is_told()
    {
        foreach (var reference in new[] { "Dead", "slipway-Dead", Messages.Resource.Redrive!.DeadLetterArn, "https://sqs.us-east-1.amazonaws.com/123456789012/slipway-Dead" })
        {
            Assert.Equal("Dead", _rig.Deployment.Queue(reference).Resource.LogicalId);
        }

        Assert.Contains("Messages, Dead, Slow", Assert.Throws<KeyNotFoundException>(() => _rig.Deployment.Queue("Daed")).Message, StringComparison.Ordinal);
    }
}
