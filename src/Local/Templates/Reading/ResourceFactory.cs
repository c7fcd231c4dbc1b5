namespace Slipway.Local.Templates.Reading;

/// <summary>Gives each declared resource the shape of its type.</summary>
internal sealed class ResourceFactory(string templatePath)
{
    public Resource Create(Declaration declaration) => declaration.Type switch
    {
        "AWS::Serverless::Function" => FunctionReading.Read(declaration),
        "AWS::Serverless::StateMachine" => StateMachineReading.Read(declaration, templatePath),
        "AWS::SQS::Queue" => QueueReading.Read(declaration),
        "AWS::DynamoDB::Table" or "AWS::Serverless::SimpleTable" => new TableResource(declaration.Name, declaration.Json),
        "AWS::S3::Bucket" => new BucketResource(declaration.Name, declaration.Json),
        "AWS::SNS::Topic" => new TopicResource(declaration.Name, declaration.Json),
        _ => new OtherResource(declaration.Name, declaration.Json),
    };
}
