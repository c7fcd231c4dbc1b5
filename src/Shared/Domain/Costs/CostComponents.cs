namespace Slipway.Domain.Costs;

/// <summary>What the bill calls a service and what a budget calls it, side by side.</summary>
public static class CostComponents
{
    private static readonly Dictionary<string, string> ByService = new(StringComparer.Ordinal)
    {
        ["Amazon Elastic Container Service for Kubernetes"] = "eks-control-plane",
        ["Amazon Elastic Compute Cloud - Compute"] = "ec2-nodes",
        ["Amazon Elastic Container Service"] = "fargate",
        ["Amazon Relational Database Service"] = "rds",
        ["Amazon ElastiCache"] = "elasticache",
        ["Amazon Elastic Load Balancing"] = "alb",
        ["Amazon Elastic Block Store"] = "ebs",
        ["Amazon NAT Gateway"] = "nat",
        ["AWS Data Transfer"] = "data-transfer",
        ["AWS Secrets Manager"] = "secrets-manager",
        ["AmazonCloudWatch"] = "cloudwatch",
        ["Amazon Simple Storage Service"] = "s3",
        ["Amazon EC2 Container Registry (ECR)"] = "ecr",
        ["Amazon Virtual Private Cloud"] = "vpc",
    };

    /// <summary>The component of a service of the bill; the service's own name when no budget would have a line for it.</summary>
    public static string Of(string service) => ByService.GetValueOrDefault(service, service);

    /// <summary>The bill's name for a component; the component itself when it has none.</summary>
    public static string ServiceOf(string component) => ByService.FirstOrDefault(pair => pair.Value == component).Key ?? component;
}
