package dev.caravan.doctor;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sns.SnsClient;

/** Asks a topic of Amazon SNS to publish an empty text, which it refuses, so that no mail is sent. */
public record TopicCheck(Supplier<SnsClient> client) {

    public void run(Examination examination, String arn) {
        examination.allowsFaulty(
                new Grant("sns:Publish", arn),
                "topic " + arn,
                () -> client.get().publish(mail -> mail.topicArn(arn).message("")));
    }
}
