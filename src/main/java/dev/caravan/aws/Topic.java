package dev.caravan.aws;

/**
 * A topic of Amazon SNS.
 *
 * @param arn of the topic
 */
public record Topic(ControlPlane services, String arn) {

    /**
     * Publishes a text to all subscribers.
     *
     * @param subject of a mail; printable ASCII, fewer than 100 characters
     */
    public void publish(String subject, String text) throws ControlPlaneException {
        ControlPlaneProblem.calling(
                "topic " + arn,
                () -> services.sns(arn)
                        .publish(mail -> mail.topicArn(arn).subject(subject).message(text)));
    }
}
