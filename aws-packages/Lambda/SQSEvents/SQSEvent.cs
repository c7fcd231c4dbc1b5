namespace Amazon.Lambda.SQSEvents;

/// <summary>A batch of messages that an event source mapping hands to a function.</summary>
public class SQSEvent
{
    public List<SQSMessage> Records { get; set; }

    /// <summary>A value that the sender put beside the body.</summary>
    public class MessageAttribute
    {
        public List<MemoryStream> BinaryListValues { get; set; }
        public MemoryStream BinaryValue { get; set; }
        public string DataType { get; set; }
        public List<string> StringListValues { get; set; }
        public string StringValue { get; set; }
    }

    /// <summary>One message as it arrived.</summary>
    public class SQSMessage
    {
        public Dictionary<string, string> Attributes { get; set; }
        public string AwsRegion { get; set; }
        public string Body { get; set; }
        public string EventSource { get; set; }
        public string EventSourceArn { get; set; }
        public string Md5OfBody { get; set; }
        public string Md5OfMessageAttributes { get; set; }
        public Dictionary<string, MessageAttribute> MessageAttributes { get; set; }
        public string MessageId { get; set; }
        public string ReceiptHandle { get; set; }
    }
}
