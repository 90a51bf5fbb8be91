package dev.caravan.deploy;

import dev.caravan.aws.AwsIdentity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Addresses of the AWS console, and of objects in Amazon S3.
 *
 * @param region of the stack
 */
record Links(String region) {

    private String page(String service, String rest) {
        String host = switch (AwsIdentity.partition(region)) {
            case "aws-cn" -> "console.amazonaws.cn";
            case "aws-us-gov" -> "console.amazonaws-us-gov.com";
            default -> "console.aws.amazon.com";
        };
        return "https://" + host + "/" + service + "/home?region=" + region + rest;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    String stack(String id) {
        return page("cloudformation", "#/stacks/stackinfo?stackId=" + encoded(id));
    }

    String dashboard(String name) {
        return page("cloudwatch", "#dashboards:name=" + encoded(name));
    }

    String queue(String url) {
        return page("sqs/v3", "#/queues/" + encoded(url));
    }

    /** Returns the address that CloudFormation reads a template from. */
    String object(String bucket, String key) {
        return "https://" + bucket + ".s3." + region + "." + AwsIdentity.dnsSuffix(region) + "/" + key;
    }
}
