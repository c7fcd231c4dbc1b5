using Amazon;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace AwsPackages.Sdk;

/// <summary>The bytes of an answer, kept for the core's log where it asks for them.</summary>
internal sealed class ResponseBody : UnmarshallerContext
{
    private readonly Stream stream;

    public ResponseBody(Stream stream, bool keep, IWebResponseData response, bool failed)
    {
        WebResponseData = response;
        MaintainResponseBody = keep;
        IsException = failed;
        WrappingStream = failed ? new CachingWrapperStream(stream) : keep ? new CachingWrapperStream(stream, AWSConfigs.LoggingConfig.LogResponsesSizeLimit) : null;
        this.stream = WrappingStream ?? stream;
    }

    public override string CurrentPath => "/";

    public override int CurrentDepth => 0;

    public override bool IsStartElement => false;

    public override bool IsEndElement => false;

    public override bool IsStartOfDocument => true;

    public ReadOnlyMemory<byte> Read()
    {
        var length = ResponseData.ContentLength;
        using var buffer = new MemoryStream(length is > 0 and < 1 << 24 ? (int)length : 4096);
        stream.CopyTo(buffer);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>The header's value, or null.</summary>
    public string Header(string name) => ResponseData.IsHeaderPresent(name) ? ResponseData.GetHeaderValue(name) : null;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
